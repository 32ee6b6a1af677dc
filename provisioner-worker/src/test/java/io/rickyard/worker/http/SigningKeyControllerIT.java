package io.rickyard.worker.http;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.micronaut.core.convert.ConversionService;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.simple.SimpleHttpHeaders;
import io.micronaut.security.authentication.Authentication;
import io.rickyard.contracts.Actor;
import io.rickyard.contracts.Generation;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.json.ContractJson;
import io.rickyard.contracts.organization.OrganizationEvent;
import io.rickyard.contracts.organization.OrganizationEvents;
import io.rickyard.contracts.organization.Role;
import io.rickyard.contracts.stack.DatabaseEndpoint;
import io.rickyard.contracts.stack.StackEvent;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.contracts.task.SealedSecret;
import io.rickyard.persistence.Outbox;
import io.rickyard.persistence.OutboxSettings;
import io.rickyard.persistence.Transactions;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import io.rickyard.testing.RecordingPublisher;
import io.rickyard.testing.SettableClock;
import io.rickyard.testing.TestDatabase;
import io.rickyard.worker.membership.Memberships;
import io.rickyard.worker.secret.TestVaults;
import io.rickyard.worker.stack.MemoryStackLedger;
import io.rickyard.worker.stack.StackRecord;
import io.rickyard.worker.stack.TestStacks;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The keys of a project's tokens, in the vault that keeps them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SigningKeyControllerIT {

  private static final Instant AT = Instant.parse("2026-11-20T12:00:00Z");
  private static final Authentication MEMBER = session("a-member");
  private static final Authentication DEVELOPER = session("a-developer");
  private static final Authentication STRANGER = session("a-stranger");

  private final TestDatabase database = TestDatabase.create();
  private final MemoryStackLedger ledger = new MemoryStackLedger();
  private final Memberships memberships = new Memberships();
  private final TestVaults vaults;
  private final Outbox outbox;
  private final SigningKeyController controller;
  private final KeyChangeController apiKeys;
  private final HttpHeaders headers = new SimpleHttpHeaders(ConversionService.SHARED);
  private ProjectRef project = TestStacks.project();

  SigningKeyControllerIT(@TempDir Path directory) {
    database.migrate("provisioner", "io/rickyard/worker/changelog.xml");
    vaults = TestVaults.in(database, directory);
    var transactions = new Transactions(database.dataSource("provisioner"));
    outbox =
        Outbox.start(
            transactions, new RecordingPublisher(), OutboxSettings.of("test-signing-keys"));
    var clock = SettableClock.atNoon();
    var stacks = new VisibleStacks(ledger, memberships);
    var door =
        new KeyDoor(new ContentDoor(stacks, vaults.contents(), memberships), vaults.secrets());
    controller =
        new SigningKeyController(
            door,
            // What is sealed here stands there as it is.
            (sealed, _, field) -> field.equals("signing-key") ? sealed.ciphertext() : "",
            clock);
    apiKeys = new KeyChangeController(door, new Revelations(transactions, outbox, clock), clock);
    member(TestStacks.ORGANIZATION, "a-member", Role.MEMBER);
    member(TestStacks.ORGANIZATION, "a-developer", Role.DEVELOPER);
    member(TestStacks.OTHER, "a-stranger", Role.OWNER);
  }

  @BeforeEach
  void makeStack() throws Exception {
    project = TestStacks.project();
    vaults.secrets().openOrCreate(project, TestStacks.ORGANIZATION, Optional.empty());
    ledger.put(
        StackRecord.accepted(
            project, TestStacks.ORGANIZATION, StackProfile.CORE, "docker", Generation.FIRST));
    ledger.append(
        project,
        Actor.system("test"),
        _ ->
            Optional.of(
                new StackEvent.StackActivated(
                    AT, List.of(), new DatabaseEndpoint("127.0.0.1", 20_000, "postgres", "17"))));
  }

  @AfterAll
  void close() {
    outbox.close();
    database.close();
  }

  private void member(OrganizationId organization, String user, Role role) {
    memberships.apply(
        new OrganizationEvents(
            organization, List.of(new OrganizationEvent.MemberAdded(AT, user, role))));
  }

  private static Authentication session(String user) {
    return Authentication.build(user, Map.of("kind", "session", "sid", "a-session"));
  }

  private static void assertRefused(ErrorCode code, ThrowingCallable request) {
    assertThatThrownBy(request)
        .isInstanceOfSatisfying(
            RequestRefused.class, refused -> assertThat(refused.code()).isEqualTo(code));
  }

  private static SigningKeyController.KeyShape told(JsonNode changed) {
    return ContractJson.mapper()
        .convertValue(changed.path("told"), SigningKeyController.KeyShape.class);
  }

  private SigningKeyController.KeyShape make(String algorithm, String status) {
    return told(
        controller.create(
            DEVELOPER,
            headers,
            project.value(),
            new SigningKeyController.KeyForm(algorithm, status, null)));
  }

  private SigningKeyController.KeyShape bring(String jwk) {
    return told(
        controller.create(
            DEVELOPER,
            headers,
            project.value(),
            new SigningKeyController.KeyForm("ES256", "standby", new SealedSecret("here", jwk))));
  }

  private SigningKeyController.KeyShape become(String id, String status) {
    return told(
        controller.change(
            DEVELOPER,
            headers,
            project.value(),
            UUID.fromString(id),
            new SigningKeyController.StatusForm(status)));
  }

  private List<SigningKeyController.KeyShape> all() {
    return controller.list(MEMBER, project.value()).keys();
  }

  private SigningKeyController.KeyShape legacy() {
    return controller.legacy(MEMBER, project.value());
  }

  @Test
  void aProjectBeginsWithItsSecret() {
    // then
    assertThat(all()).containsExactly(legacy());
    assertThat(legacy().algorithm()).isEqualTo("HS256");
    assertThat(legacy().status()).isEqualTo("in_use");
    assertThat(legacy().publicJwk()).isNull();
    assertThat(controller.get(MEMBER, project.value(), UUID.fromString(legacy().id())))
        .isEqualTo(legacy());
    assertThat(vaults.contents().open(project).revision()).isZero();
  }

  @Test
  void aKeyIsMadeRotatedToAndRevoked() {
    // given
    var first = make("ES256", "standby");
    assertThat(first.status()).isEqualTo("standby");

    // when
    become(first.id(), "in_use");
    var second = make("RS256", "in_use");
    become(first.id(), "revoked");

    // then
    assertThat(all())
        .extracting(SigningKeyController.KeyShape::status)
        .containsExactly("previously_used", "revoked", "in_use");
    assertThat(all().getLast().id()).isEqualTo(second.id());
    var published = requireNonNull(all().get(1).publicJwk());
    assertThat(published.path("kid").asText()).isEqualTo(first.id());
    assertThat(published.path("d").isMissingNode()).isTrue();

    // when
    var gone =
        told(controller.delete(DEVELOPER, headers, project.value(), UUID.fromString(first.id())));

    // then
    assertThat(gone.status()).isEqualTo("revoked");
    assertThat(all()).hasSize(2);
    assertRefused(
        ErrorCode.NOT_FOUND,
        () -> controller.get(MEMBER, project.value(), UUID.fromString(first.id())));
  }

  @Test
  void aKeyIsBroughtAlongUnderItsName() throws Exception {
    // given
    var name = UUID.randomUUID().toString();
    var jwk = new ECKeyGenerator(Curve.P_256).keyID(name).generate();

    // when
    var brought = bring(jwk.toJSONString());

    // then
    assertThat(brought.id()).isEqualTo(name);
    assertThat(requireNonNull(brought.publicJwk()).path("x").asText())
        .isEqualTo(jwk.getX().toString());
    assertThat(brought.toString()).doesNotContain(jwk.getD().toString());
    assertRefused(ErrorCode.CONFLICT, () -> bring(jwk.toJSONString()));
    assertRefused(ErrorCode.INVALID_REQUEST, () -> bring("{}"));
  }

  @Test
  void theFirstSecretIsRevokedOnceItsTokensAreNoKeysAndTheyDoNotComeBackBefore() {
    // given
    var legacy = legacy().id();
    assertRefused(ErrorCode.SIGNING_KEY_IN_USE, () -> become(legacy, "revoked"));
    make("ES256", "in_use");
    assertRefused(ErrorCode.LEGACY_KEYS_ENABLED, () -> become(legacy, "revoked"));
    var _ = apiKeys.legacy(DEVELOPER, headers, project.value(), false);

    // when
    become(legacy, "revoked");

    // then
    assertThat(legacy().status()).isEqualTo("revoked");
    assertRefused(
        ErrorCode.CONFLICT, () -> apiKeys.legacy(DEVELOPER, headers, project.value(), true));
    assertRefused(
        ErrorCode.CONFLICT,
        () -> controller.delete(DEVELOPER, headers, project.value(), UUID.fromString(legacy)));
    var secrets = vaults.secrets().open(project).orElseThrow();
    var signing = secrets.signing(project).orElseThrow();
    assertThat(secrets.apiKeys(project).opaque())
        .hasSize(2)
        .allMatch(key -> signing.takes(key.token()));

    // when
    var made =
        apiKeys
            .create(
                DEVELOPER,
                headers,
                project.value(),
                false,
                new KeyChangeController.KeyForm("secret", "cron", null, null))
            .path("told");

    // then
    var key = vaults.secrets().open(project).orElseThrow().apiKeys(project);
    assertThat(
            signing.takes(
                key.find(UUID.fromString(made.path("id").asText())).orElseThrow().token()))
        .isTrue();

    // when
    become(legacy, "standby");
    var _ = apiKeys.legacy(DEVELOPER, headers, project.value(), true);

    // then
    assertThat(vaults.secrets().open(project).orElseThrow().apiKeys(project).legacyEnabled())
        .isTrue();
  }

  @Test
  void whoMayNotChangeAProjectMaySeeItsKeysAndAStrangerNothing() {
    var form = new SigningKeyController.KeyForm("ES256", "standby", null);
    assertRefused(
        ErrorCode.FORBIDDEN, () -> controller.create(MEMBER, headers, project.value(), form));
    assertRefused(ErrorCode.NOT_FOUND, () -> controller.list(STRANGER, project.value()));
    assertRefused(
        ErrorCode.NOT_FOUND, () -> controller.create(STRANGER, headers, project.value(), form));
    assertThat(all()).hasSize(1);
  }

  @Test
  void ofManyRotationsAtOnceOneKeyIsInUseInTheEnd() throws Exception {
    // given
    var keys = new ArrayList<Callable<Object>>();
    for (int i = 0; i < 6; i++) {
      var id = make("ES256", "standby").id();
      keys.add(() -> become(id, "in_use"));
    }

    // when
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var done : threads.invokeAll(keys)) {
        done.get();
      }
    }

    // then
    assertThat(all()).filteredOn(key -> key.status().equals("in_use")).hasSize(1);
    assertThat(all()).filteredOn(key -> key.status().equals("previously_used")).hasSize(6);
  }

  @Test
  void anotherProjectHasKeysOfItsOwn() throws Exception {
    // given
    var key = make("ES256", "standby");
    var first = project;

    // when
    makeStack();

    // then
    assertThat(all()).hasSize(1);
    assertThat(legacy().id()).isNotEqualTo(controller.legacy(MEMBER, first.value()).id());
    assertRefused(ErrorCode.NOT_FOUND, () -> become(key.id(), "in_use"));
  }
}

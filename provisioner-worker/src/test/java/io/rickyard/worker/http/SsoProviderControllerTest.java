package io.rickyard.worker.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import io.micronaut.security.authentication.Authentication;
import io.rickyard.contracts.Actor;
import io.rickyard.contracts.Generation;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.organization.OrganizationEvent;
import io.rickyard.contracts.organization.OrganizationEvents;
import io.rickyard.contracts.organization.Role;
import io.rickyard.contracts.setting.SettingSection;
import io.rickyard.contracts.setting.SettingsChange;
import io.rickyard.contracts.stack.DatabaseEndpoint;
import io.rickyard.contracts.stack.GatewayEndpoint;
import io.rickyard.contracts.stack.StackEvent;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import io.rickyard.worker.membership.Memberships;
import io.rickyard.worker.sql.ProjectSql;
import io.rickyard.worker.sso.AuthAdministration;
import io.rickyard.worker.stack.MemoryStackLedger;
import io.rickyard.worker.stack.MemoryStackVault;
import io.rickyard.worker.stack.StackRecord;
import io.rickyard.worker.stack.StackSpec;
import io.rickyard.worker.stack.TestStacks;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Changes of SAML providers, as far as the project's gateway answers for its auth service. */
class SsoProviderControllerTest {

  private static final Instant AT = Instant.parse("2026-11-20T12:00:00Z");
  private static final ObjectNode ADDED =
      JsonNodeFactory.instance.objectNode().put("type", "saml").put("metadata_xml", "<x/>");

  /** A request that came to the project's gateway. */
  private record Came(String method, String path, String key, String body) {}

  private final MemoryStackLedger ledger = new MemoryStackLedger();
  private final MemoryStackVault vault = new MemoryStackVault();
  private final Memberships memberships = new Memberships();
  private final ProjectSql sql = new ProjectSql(Duration.ofSeconds(5));
  private final AuthAdministration administration = new AuthAdministration();
  private final ProjectRef project = TestStacks.project();
  private final List<Came> came = new ArrayList<>();
  private HttpServer gateway;
  private int status = 500;
  private String answer = "{}";

  @BeforeEach
  void start() throws IOException {
    gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    gateway.createContext(
        "/",
        exchange -> {
          came.add(
              new Came(
                  exchange.getRequestMethod(),
                  exchange.getRequestURI().getPath(),
                  String.valueOf(exchange.getRequestHeaders().getFirst("apikey")),
                  new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
          var body = answer.getBytes(UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          try (var out = exchange.getResponseBody()) {
            out.write(body);
          }
        });
    gateway.start();
    member("a-developer", Role.DEVELOPER);
    member("a-member", Role.MEMBER);
    ledger.put(
        StackRecord.accepted(
            project, TestStacks.ORGANIZATION, StackProfile.CORE, "docker", Generation.FIRST));
    vault.openOrCreate(project, TestStacks.ORGANIZATION, Optional.empty());
    tell(
        new StackEvent.StackActivated(
            AT, List.of(), new DatabaseEndpoint("127.0.0.1", 20_000, "postgres", "17")));
    configure(Map.of("saml_enabled", "true"));
  }

  @AfterEach
  void stop() {
    gateway.stop(0);
    administration.close();
    sql.close();
  }

  private void member(String user, Role role) {
    memberships.apply(
        new OrganizationEvents(
            TestStacks.ORGANIZATION, List.of(new OrganizationEvent.MemberAdded(AT, user, role))));
  }

  private void tell(StackEvent event) {
    ledger.append(project, Actor.system("test"), _ -> Optional.of(event));
  }

  private void configure(Map<String, String> auth) {
    vault.configure(
        StackSpec.of(ledger.find(project).orElseThrow(), vault.open(project).orElseThrow()),
        new SettingsChange(SettingSection.AUTH, auth, Set.of(), Set.of()),
        Map.of());
  }

  private RequestRefused refused(String user) {
    var endpoint = new GatewayEndpoint("127.0.0.1", gateway.getAddress().getPort());
    var controller =
        new SsoProviderController(
            new OpenDatabases(new VisibleStacks(ledger, memberships), vault, memberships),
            sql,
            vault,
            _ -> Optional.of(endpoint),
            administration);
    return Objects.requireNonNull(
        catchThrowableOfType(
            RequestRefused.class,
            () ->
                controller.add(
                    Authentication.build(user, Map.of("kind", "session", "sid", "s")),
                    project.value(),
                    ADDED)));
  }

  @ParameterizedTest
  @CsvSource({
    "400, INVALID_REQUEST",
    "404, NOT_FOUND",
    "422, UNPROCESSABLE",
    "401, PROJECT_UNREACHABLE",
    "500, PROJECT_UNREACHABLE",
    "503, PROJECT_STARTING"
  })
  void whatTheAuthServiceRefusesIsSaidInItsWords(int answered, ErrorCode code) {
    // given
    status = answered;
    answer = "{\"code\":%d,\"msg\":\"It says no\"}".formatted(answered);

    // when
    var refusal = refused("a-developer");

    // then
    assertThat(refusal.code()).isEqualTo(code);
    assertThat(refusal).hasMessageContaining("It says no");
    assertThat(came)
        .containsExactly(
            new Came(
                "POST",
                "/auth/v1/admin/sso/providers",
                TestStacks.secrets().secretKey(),
                ADDED.toString()));
  }

  @Test
  void whatIsNoJsonIsNotRepeated() {
    // given
    status = 502;
    answer = "<html>bad gateway</html>";

    // then
    assertThat(refused("a-developer")).hasMessageEndingWith("it answers 502");
  }

  @Test
  void aGatewayThatIsAwayIsSaidToBe() {
    // given
    gateway.stop(0);

    // then
    assertThat(refused("a-developer").code()).isEqualTo(ErrorCode.PROJECT_UNREACHABLE);
  }

  @Test
  void withoutSamlNothingIsAsked() {
    // given
    configure(Map.of("saml_enabled", "false"));

    // then
    assertThat(refused("a-developer").code()).isEqualTo(ErrorCode.SAML_DISABLED);
    assertThat(came).isEmpty();
  }

  @Test
  void mereMembersAskNothing() {
    assertThat(refused("a-member").code()).isEqualTo(ErrorCode.FORBIDDEN);
    assertThat(came).isEmpty();
  }
}

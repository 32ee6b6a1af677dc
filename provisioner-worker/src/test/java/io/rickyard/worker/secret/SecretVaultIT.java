package io.rickyard.worker.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rickyard.contracts.Generation;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.setting.SettingSection;
import io.rickyard.contracts.setting.SettingsChange;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.contracts.task.SealedSecret;
import io.rickyard.stack.blueprint.DeclaredSecrets;
import io.rickyard.testing.TestDatabase;
import io.rickyard.worker.stack.StackFailure;
import io.rickyard.worker.stack.StackSecrets;
import io.rickyard.worker.stack.StackSpec;
import io.rickyard.worker.stack.TestStacks;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecretVaultIT {

  private static final OrganizationId ORGANIZATION = TestStacks.ORGANIZATION;

  private final TestDatabase database = TestDatabase.create();
  private final MasterKey master;
  private final SealingKeyset sealing;
  private final SecretVault vault;
  private final ProjectRef project = TestStacks.project();

  SecretVaultIT(@TempDir Path directory) {
    database.migrate("provisioner", "io/rickyard/worker/changelog.xml");
    master = MasterKey.readOrCreate(directory.resolve("master"), new SecureRandom());
    sealing = SealingKeyset.readOrCreate(directory.resolve("keyset"), master);
    vault = newVault();
  }

  private SecretVault newVault() {
    return new SecretVault(
        database.dataSource("provisioner"),
        master,
        sealing,
        DeclaredSecrets.shipped(),
        Clock.systemUTC(),
        new SecureRandom());
  }

  @AfterAll
  void dropDatabase() {
    database.close();
  }

  private void execute(String sql) throws SQLException {
    try (var connection = database.dataSource("provisioner").getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private StackSecrets create(ProjectRef of) throws StackFailure {
    return vault.openOrCreate(of, ORGANIZATION, Optional.empty());
  }

  @Test
  void aStacksSecretsAreMadeOnceAndOpenAgain() throws Exception {
    // given
    var sealed = Sealing.seal(sealing, ORGANIZATION, "db_pass", "the user's choice");

    // when
    var made = vault.openOrCreate(project, ORGANIZATION, Optional.of(sealed));

    // then
    assertThat(made.dbPassword()).isEqualTo("the user's choice");
    assertThat(vault.openOrCreate(project, ORGANIZATION, Optional.of(sealed))).isEqualTo(made);
    assertThat(newVault().open(project)).contains(made);
  }

  @Test
  void secretsThatWereDeclaredLaterAreAddedAndTheOthersStay() throws Exception {
    // given
    var old = TestStacks.project();
    var made = create(old);
    execute(
        "delete from stack_secret where name = 'pg_meta_crypto_key' and project = '" + old + "'");
    execute(
        "update stack_secret_names set names = array_remove(names, 'pg_meta_crypto_key') where project = '"
            + old
            + "'");

    // when
    var opened = newVault().open(old).orElseThrow();

    // then
    assertThat(opened.byName()).containsOnlyKeys(made.byName().keySet());
    var changed = new HashMap<>(opened.byName());
    changed.entrySet().removeAll(made.byName().entrySet());
    assertThat(changed).containsOnlyKeys("pg_meta_crypto_key");
    assertThat(newVault().open(old)).contains(opened);
  }

  @Test
  void aSecretThatWasLostIsNotMadeAnew() throws Exception {
    // given
    var robbed = TestStacks.project();
    create(robbed);
    execute("delete from stack_secret where name = 'jwt_secret' and project = '" + robbed + "'");

    // then
    assertThatThrownBy(() -> newVault().open(robbed))
        .isInstanceOf(SecretException.class)
        .hasMessageContaining("jwt_secret")
        .hasMessageContaining("backup");
    assertThatThrownBy(() -> create(robbed)).isInstanceOf(SecretException.class);
    execute("delete from stack_secret where project = '" + robbed + "'");
    assertThatThrownBy(() -> create(robbed)).isInstanceOf(SecretException.class);

    // when
    vault.destroy(robbed);

    // then
    assertThat(vault.open(robbed)).isEmpty();
  }

  @Test
  void ofAnAdoptedStackNothingIsMadeUp() throws Exception {
    // given
    var adopted = TestStacks.project();
    var sealed = Sealing.seal(sealing, ORGANIZATION, "db_pass", "what its owner knows");

    // when
    var kept =
        vault.adopt(adopted, ORGANIZATION, Map.of("anon_key", "its own"), Optional.of(sealed));

    // then
    assertThat(kept.byName())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("anon_key", "its own", "db_pass", "what its owner knows"));
    assertThat(newVault().open(adopted)).contains(kept);
    assertThat(newVault().openOrCreate(adopted, ORGANIZATION, Optional.empty())).isEqualTo(kept);
    assertThatThrownBy(() ->
            vault.adopt(
                TestStacks.project(), ORGANIZATION, Map.of("anon_key", "x"), Optional.empty()))
        .isInstanceOfSatisfying(
            StackFailure.class, e -> assertThat(e.code()).isEqualTo("db_pass_unknown"));
  }

  @Test
  void withoutAChoiceThePasswordIsMade() throws Exception {
    assertThat(create(TestStacks.project()).dbPassword()).hasSize(32);
  }

  @Test
  void aStackWithoutSecretsHasNone() {
    assertThat(vault.open(TestStacks.project())).isEmpty();
  }

  @Test
  void destroyedSecretsAreGone() throws Exception {
    // given
    var doomed = TestStacks.project();
    create(doomed);

    // when
    vault.destroy(doomed);
    vault.destroy(doomed);

    // then
    assertThat(vault.open(doomed)).isEmpty();
  }

  @Test
  void workersThatOpenANewStackAtOnceGetTheSameSecrets() throws Exception {
    // given
    var contested = TestStacks.project();
    var callers = new ArrayList<Callable<StackSecrets>>();
    for (int caller = 0; caller < 4; caller++) {
      var own = newVault();
      callers.add(() -> own.openOrCreate(contested, TestStacks.OTHER, Optional.empty()));
    }

    // when
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var made = new ArrayList<StackSecrets>();
      for (var answer : executor.invokeAll(callers)) {
        made.add(answer.get());
      }

      // then
      assertThat(made).containsOnly(made.getFirst());
    }
  }

  @Test
  void nothingIsReadableInTheDatabase() throws Exception {
    // given
    var secrets = create(TestStacks.project());

    // when
    try (var connection = database.dataSource("provisioner").getConnection();
        var statement = connection.createStatement();
        var row = statement.executeQuery("select ciphertext from stack_secret")) {
      // then
      while (row.next()) {
        assertThat(new String(row.getBytes(1), StandardCharsets.ISO_8859_1))
            .doesNotContain(secrets.jwtSecret())
            .doesNotContain(secrets.dbPassword());
      }
    }
  }

  @Test
  void aCiphertextThatWasMovedToAnotherRowDoesNotOpen() throws Exception {
    // given
    var mine = TestStacks.project();
    var theirs = TestStacks.project();
    create(mine);
    create(theirs);

    // when
    execute(
        """
        update stack_secret to_row set ciphertext = from_row.ciphertext from stack_secret from_row
        where to_row.project = '%s' and from_row.project = '%s' and to_row.name = from_row.name
        """
            .formatted(mine, theirs));

    // then
    assertThatThrownBy(() -> vault.open(mine))
        .isInstanceOf(SecretException.class)
        .hasMessageContaining("moved");
  }

  @Test
  void aPasswordSealedForAnotherOrganizationIsRefused() throws Exception {
    // given
    var sealed = Sealing.seal(sealing, TestStacks.OTHER, "db_pass", "secret");
    var target = TestStacks.project();

    // when
    assertThatThrownBy(() -> vault.openOrCreate(target, ORGANIZATION, Optional.of(sealed)))
        // then
        .isInstanceOfSatisfying(
            StackFailure.class,
            failure -> assertThat(failure.code()).isEqualTo("secret_unreadable"));
    assertThat(vault.open(target)).isEmpty();
  }

  @Test
  void passwordsNoServerCouldTakeAreRefused() throws Exception {
    for (var password : List.of("", "a\u0000b", "x".repeat(513))) {
      SealedSecret sealed = Sealing.seal(sealing, ORGANIZATION, "db_pass", password);
      assertThatThrownBy(
              () -> vault.openOrCreate(TestStacks.project(), ORGANIZATION, Optional.of(sealed)))
          .isInstanceOfSatisfying(
              StackFailure.class,
              failure -> assertThat(failure.code()).isEqualTo("invalid_db_pass"));
    }
  }

  private StackSpec claim(ProjectRef of, long generation, long token) throws SQLException {
    execute(
        """
        insert into stack (project, organization, profile, generation, token, state, kept_from)
        values ('%1$s', '%2$s', 'database', %3$d, %4$d, '{"state": "active"}', 1)
        on conflict (project) do update set generation = %3$d, token = %4$d
        """
            .formatted(of, ORGANIZATION, generation, token));
    return new StackSpec(
        of,
        ORGANIZATION,
        new Generation(generation),
        token,
        StackProfile.DATABASE,
        vault.open(of).orElseThrow());
  }

  private static SettingsChange workMemory(String size) {
    return TestStacks.workMemory(size).change();
  }

  private Map<String, String> postgres(ProjectRef of) {
    return newVault().open(of).orElseThrow().settings().of(SettingSection.POSTGRES);
  }

  @Test
  void settingsAreKeptAndGoBackToWhatTheyWereBeforeTheirDesiredState() throws Exception {
    // given
    var changed = TestStacks.project();
    create(changed);
    vault.configure(claim(changed, 2, 20), workMemory("8MB"), Map.of());
    vault.configure(claim(changed, 3, 30), workMemory("16MB"), Map.of());

    // when
    var again = vault.configure(claim(changed, 3, 31), workMemory("16MB"), Map.of());

    // then
    assertThat(again).isTrue();
    assertThat(postgres(changed)).isEqualTo(Map.of("work_mem", "16MB"));
    assertThat(vault.configureBack(claim(changed, 3, 32), SettingSection.POSTGRES)).isTrue();
    assertThat(vault.configureBack(claim(changed, 3, 33), SettingSection.POSTGRES)).isTrue();
    assertThat(postgres(changed)).isEqualTo(Map.of("work_mem", "8MB"));
    assertThat(vault.configureBack(claim(changed, 4, 40), SettingSection.POSTGRES)).isFalse();
    vault.destroy(changed);
    create(changed);
    assertThat(postgres(changed)).isEmpty();
  }

  private static SettingsChange saml(String enabled) {
    return new SettingsChange(
        SettingSection.AUTH, Map.of("saml_enabled", enabled), Set.of(), Set.of());
  }

  private Optional<String> samlKey(ProjectRef of) {
    return newVault().open(of).orElseThrow().find("saml_private_key");
  }

  @Test
  void theKeyForSamlIsMadeWhenItIsFirstEnabledAndKeptFromThenOn() throws Exception {
    // given
    var changed = TestStacks.project();
    create(changed);
    assertThat(samlKey(changed)).isEmpty();

    // when
    vault.configure(claim(changed, 2, 20), saml("true"), Map.of());

    // then
    var made = samlKey(changed);
    assertThat(made).isPresent();

    // when
    vault.configure(claim(changed, 3, 30), saml("false"), Map.of());
    vault.configure(claim(changed, 4, 40), saml("true"), Map.of());

    // then
    assertThat(samlKey(changed)).isEqualTo(made);
    execute(
        "delete from stack_secret where name = 'saml_private_key' and project = '%s'"
            .formatted(changed));
    assertThatThrownBy(() -> newVault().open(changed)).isInstanceOf(SecretException.class);
  }

  @Test
  void theFirstSettingsGoBackToNone() throws Exception {
    // given
    var changed = TestStacks.project();
    create(changed);
    vault.configure(claim(changed, 2, 20), workMemory("8MB"), Map.of());

    // when
    vault.configureBack(claim(changed, 2, 21), SettingSection.POSTGRES);

    // then
    assertThat(postgres(changed)).isEmpty();
  }

  @Test
  void anOlderClaimNotesNoSettings() throws Exception {
    // given
    var taken = TestStacks.project();
    create(taken);
    var older = claim(taken, 2, 20);
    claim(taken, 2, 21);

    // when
    var noted = vault.configure(older, workMemory("8MB"), Map.of());

    // then
    assertThat(noted).isFalse();
    assertThat(postgres(taken)).isEmpty();
  }

  @Test
  void aPasswordThatWasChosenSinceStandsInThePlaceOfTheFirstUntilItIsTakenBack() throws Exception {
    // given
    var changed = TestStacks.project();
    create(changed);
    var first = newVault().open(changed).orElseThrow().dbPassword();
    var sealed =
        Sealing.seal(
            sealing,
            ORGANIZATION,
            SettingsChange.field(SettingSection.PASSWORD, "db_pass"),
            "another one");

    // when
    vault.configure(
        claim(changed, 2, 20),
        new SettingsChange(SettingSection.PASSWORD, Map.of(), Set.of(), Set.of("db_pass")),
        Map.of("db_pass", sealed));

    // then
    assertThat(newVault().open(changed).orElseThrow().dbPassword()).isEqualTo("another one");
    vault.configureBack(claim(changed, 2, 21), SettingSection.PASSWORD);
    assertThat(newVault().open(changed).orElseThrow().dbPassword()).isEqualTo(first);
  }
}

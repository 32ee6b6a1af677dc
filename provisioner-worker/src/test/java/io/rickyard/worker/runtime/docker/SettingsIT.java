package io.rickyard.worker.runtime.docker;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rickyard.contracts.setting.SettingSection;
import io.rickyard.contracts.setting.SettingsChange;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.contracts.task.TaskInput;
import io.rickyard.stack.blueprint.Blueprints;
import io.rickyard.worker.runtime.StackLogins;
import io.rickyard.worker.stack.StackSecrets;
import io.rickyard.worker.stack.StackSpec;
import io.rickyard.worker.stack.StackState;
import io.rickyard.worker.stack.StackWork;
import io.rickyard.worker.stack.TestStacks;
import io.rickyard.worker.task.TaskFailure;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Services of a stack of containers that are told something else than their release says. */
class SettingsIT {

  private static final Duration ANSWER = Duration.ofSeconds(20);

  private static @Nullable EngineHost host;

  private @Nullable DockerStackRuntime runtime;
  private @Nullable StackWork work;

  @BeforeAll
  static void openHost() {
    host = EngineHost.open();
  }

  @AfterAll
  static void closeHost() throws Exception {
    if (host != null) {
      host.close();
    }
  }

  @BeforeEach
  void openRuntime() throws Exception {
    runtime =
        host()
            .runtime(
                EngineHost.freePorts(20),
                EngineHost.ADDRESS,
                EngineHost.shipped(Blueprints.shipped().newest()));
    work = new StackWork(runtime);
  }

  @AfterEach
  void leaveNothing() throws Exception {
    work().bring(new TaskInput.StackDelete());
    runtime().collectTrash();
  }

  private static EngineHost host() {
    return requireNonNull(host);
  }

  private DockerStackRuntime runtime() {
    return requireNonNull(runtime);
  }

  private StackWork work() {
    return requireNonNull(work);
  }

  private void provision(StackProfile profile) throws Exception {
    work().bring(new TaskInput.StackProvision("shop", "local", profile));
  }

  private static TaskInput.StackConfigure change(
      SettingSection section, Map<String, String> set, boolean restart) {
    return new TaskInput.StackConfigure(
        new SettingsChange(section, set, Set.of(), Set.of()), restart);
  }

  /** The container of each service, by the service. */
  private Map<String, String> containers() {
    var containers = new TreeMap<String, String>();
    for (var container : host().containers(work().project)) {
      containers.put(container.getLabels().get(StackLabels.SERVICE), container.getId());
    }
    return containers;
  }

  private List<String> environment(String service) {
    var inspected =
        host().client().inspectContainerCmd(requireNonNull(containers().get(service))).exec();
    return List.of(requireNonNull(inspected.getConfig().getEnv()));
  }

  private String query(String sql) throws Exception {
    var spec = work().spec();
    var database = requireNonNull(runtime().observe(spec).database());
    try (var connection =
            StackLogins.user(spec.secrets()).connect(database.host(), database.port(), ANSWER);
        var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  @Test
  void onlyTheServiceThatIsToldSomethingElseIsReplacedAndItStaysSo() throws Exception {
    // given
    provision(StackProfile.CORE);
    var before = containers();

    // when
    work()
        .bring(
            change(SettingSection.AUTH, Map.of("jwt_exp", "1200", "sessions_timebox", "24"), true));

    // then
    var after = containers();
    assertThat(after.remove("auth")).isNotEqualTo(before.remove("auth"));
    assertThat(after).isEqualTo(before);
    assertThat(environment("auth")).contains("GOTRUE_JWT_EXP=1200", "GOTRUE_SESSIONS_TIMEBOX=24h");
    assertThat(runtime().observe(work().spec()).drifts()).isEmpty();
    assertThat(work().record().state()).isEqualTo(new StackState.Active());

    // when
    work().bring(new TaskInput.StackPause());
    work().bring(new TaskInput.StackResume());

    // then
    assertThat(environment("auth")).contains("GOTRUE_JWT_EXP=1200");
  }

  @Test
  void theTextOfAMailIsServedToTheAuthServiceAndToNobodyOutside() throws Exception {
    // given
    provision(StackProfile.CORE);
    var before = containers();
    var text = "<h1>Otters & rafts</h1>{{ .ConfirmationURL }}".repeat(200);

    // when
    work()
        .bring(change(SettingSection.AUTH, Map.of("mailer_templates_invite_content", text), true));

    // then
    var after = containers();
    assertThat(after.remove("auth")).isNotEqualTo(before.remove("auth"));
    assertThat(after.remove("gateway")).isNotEqualTo(before.remove("gateway"));
    assertThat(after).isEqualTo(before);
    var told =
        environment("auth").stream()
            .filter(variable -> variable.startsWith("GOTRUE_MAILER_TEMPLATES_INVITE="))
            .map(variable -> variable.substring(variable.indexOf('=') + 1))
            .findFirst()
            .orElseThrow();
    var auth = requireNonNull(containers().get("auth"));
    assertThat(host().in(auth, "curl --silent --fail " + told)).isEqualTo(text);
    assertThat(
            host()
                .in(
                    auth,
                    "curl --silent --header 'Host: %s.example.test' %s"
                        .formatted(work().project, told)))
        .doesNotContain("Otters");
    assertThat(runtime().observe(work().spec()).drifts()).isEmpty();
  }

  @Test
  void samlIsEnabledWithAKeyOfTheProjectsOwn() throws Exception {
    // given
    provision(StackProfile.CORE);

    // when
    work().bring(change(SettingSection.AUTH, Map.of("saml_enabled", "true"), true));

    // then
    assertThat(environment("auth"))
        .contains(
            "GOTRUE_SAML_ENABLED=true",
            "GOTRUE_SAML_PRIVATE_KEY="
                + work().spec().secrets().find("saml_private_key").orElseThrow());
    assertThat(work().record().state()).isEqualTo(new StackState.Active());
  }

  @Test
  void passkeysWithoutTheirDomainAreTakenBack() throws Exception {
    // given
    provision(StackProfile.CORE);
    var task = work().accept(change(SettingSection.AUTH, Map.of("passkey_enabled", "true"), true));
    var failure =
        requireNonNull(catchThrowableOfType(TaskFailure.class, () -> work().attempt(task)));
    assertThat(failure.code()).isEqualTo("settings_refused");

    // when
    work().giveUp(task, failure);

    // then
    assertThat(environment("auth")).noneMatch(variable -> variable.contains("PASSKEY"));
    assertThat(runtime().observe(work().spec()).healthy()).isTrue();
  }

  /** The same stack whose users have another password. */
  private StackSpec withPassword(String password) {
    var spec = work().spec();
    var secrets = new HashMap<>(spec.secrets().byName());
    secrets.put(StackSecrets.DB_PASS, password);
    return new StackSpec(
        spec.project(),
        spec.organization(),
        spec.generation(),
        spec.keptFrom(),
        spec.token(),
        spec.size(),
        new StackSecrets(secrets, spec.settings(), spec.secrets().contents()),
        spec.runtime(),
        spec.origin());
  }

  private String currentUser(StackSecrets secrets) throws Exception {
    var database = requireNonNull(runtime().observe(work().spec()).database());
    try (var connection =
            StackLogins.user(secrets).connect(database.host(), database.port(), ANSWER);
        var statement = connection.createStatement();
        var row = statement.executeQuery("select current_user")) {
      row.next();
      return row.getString(1);
    }
  }

  @Test
  void afterAChangeOfThePasswordTheOldOneOpensNothingAndWhoUsesItHasTheNewOne() throws Exception {
    // given
    provision(StackProfile.STANDARD);
    var before = containers();
    var old = work().spec().secrets();
    var changed = withPassword("another \"password\" with 'quotes' & more");

    // when
    runtime().apply(changed, SettingSection.PASSWORD, true, TestStacks.SILENT);

    // then
    assertThat(currentUser(changed.secrets())).isEqualTo("postgres");
    assertThatThrownBy(() -> currentUser(old))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
    assertThat(environment("functions"))
        .anyMatch(variable ->
            variable.startsWith("SUPABASE_DB_URL=") && variable.contains("another%20%22password"));
    var after = containers();
    assertThat(after.get("db")).isEqualTo(before.get("db"));
    assertThat(after.get("rest")).isEqualTo(before.get("rest"));
    assertThat(after.get("functions")).isNotEqualTo(before.get("functions"));
    assertThat(runtime().observe(changed).healthy()).isTrue();

    // when
    runtime().apply(work().spec(), SettingSection.PASSWORD, true, TestStacks.SILENT);

    // then
    assertThat(currentUser(old)).isEqualTo("postgres");
  }

  @Test
  void aPoolSizeIsWhatTheStacksPoolerIsTold() throws Exception {
    // given
    provision(StackProfile.STANDARD);
    var before = containers();

    // when
    work().bring(change(SettingSection.POOLER, Map.of("default_pool_size", "3"), true));

    // then
    var after = containers();
    assertThat(after.remove("pooler")).isNotEqualTo(before.remove("pooler"));
    assertThat(after).isEqualTo(before);
    assertThat(environment("pooler")).contains("POOLER_DEFAULT_POOL_SIZE=3");
    assertThat(runtime().observe(work().spec()).drifts()).isEmpty();
  }

  @Test
  void whereAStackHasNoPoolerAPoolSizeReplacesNothing() throws Exception {
    // given
    provision(StackProfile.CORE);
    var before = containers();

    // when
    work().bring(change(SettingSection.POOLER, Map.of("default_pool_size", "3"), true));

    // then
    assertThat(containers()).isEqualTo(before);
    assertThat(work().spec().settings().of(SettingSection.POOLER))
        .isEqualTo(Map.of("default_pool_size", "3"));
  }

  @Test
  void thePostgresSettingsAreWhatShowSaysFromTheRestartOn() throws Exception {
    // given
    provision(StackProfile.DATABASE);
    var before = query("show max_connections");

    // when
    work().bring(change(SettingSection.POSTGRES, Map.of("max_connections", "45"), false));

    // then
    assertThat(query("show max_connections")).isEqualTo(before);
    assertThat(runtime().awaitsRestart(work().spec(), SettingSection.POSTGRES)).isTrue();

    // when
    work().bring(new TaskInput.StackRestart("db"));

    // then
    assertThat(query("show max_connections")).isEqualTo("45");
    assertThat(runtime().awaitsRestart(work().spec(), SettingSection.POSTGRES)).isFalse();
  }

  @Test
  void whatTheServerDoesNotStartWithIsTakenBack() throws Exception {
    // given
    provision(StackProfile.DATABASE);
    var before = query("show shared_buffers");
    var task =
        work().accept(change(SettingSection.POSTGRES, Map.of("shared_buffers", "8000GB"), true));
    var failure =
        requireNonNull(catchThrowableOfType(TaskFailure.class, () -> work().attempt(task)));
    assertThat(failure.code()).isEqualTo("settings_refused");

    // when
    work().giveUp(task, failure);

    // then
    assertThat(query("show shared_buffers")).isEqualTo(before);
    assertThat(runtime().observe(work().spec()).healthy()).isTrue();
    assertThat(work().spec().settings().of(SettingSection.POSTGRES)).isEmpty();
  }
}

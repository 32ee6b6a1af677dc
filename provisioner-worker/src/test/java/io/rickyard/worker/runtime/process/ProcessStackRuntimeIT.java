package io.rickyard.worker.runtime.process;

import static io.rickyard.worker.stack.TestStacks.SILENT;
import static io.rickyard.worker.stack.TestStacks.build;
import static io.rickyard.worker.stack.TestStacks.later;
import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rickyard.contracts.setting.SettingList;
import io.rickyard.contracts.setting.SettingSection;
import io.rickyard.contracts.stack.DatabaseAccess;
import io.rickyard.contracts.stack.ServiceHealth;
import io.rickyard.postgres.Host;
import io.rickyard.postgres.OwnAddress;
import io.rickyard.postgres.ServerSight;
import io.rickyard.postgres.SystemUser;
import io.rickyard.testing.Eventually;
import io.rickyard.worker.runtime.PortRange;
import io.rickyard.worker.runtime.StackLogins;
import io.rickyard.worker.stack.StackFailure;
import io.rickyard.worker.stack.StackRuntime;
import io.rickyard.worker.stack.StackRuntimeContract;
import io.rickyard.worker.stack.StackSecrets;
import io.rickyard.worker.stack.StackSettings;
import io.rickyard.worker.stack.StackSpec;
import io.rickyard.worker.stack.TestStacks;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessStackRuntimeIT extends StackRuntimeContract {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  @TempDir static @Nullable Path temporary;
  private static @Nullable ProcessHost host;

  private final PortRange ports = ProcessHost.freePorts();
  private final ProcessStackRuntime runtime = newWorker();

  @BeforeAll
  static void prepareHost() throws IOException {
    var directory = java.util.Objects.requireNonNull(temporary);
    Files.setPosixFilePermissions(directory, fromString("rwx--x--x"));
    host = new ProcessHost(directory);
  }

  @AfterAll
  static void leaveHost() {
    host().close();
  }

  private static ProcessHost host() {
    return java.util.Objects.requireNonNull(host);
  }

  private ProcessStackRuntime newWorker() {
    return host().runtime(host().settings(ports), Host.local());
  }

  @Override
  protected StackRuntime runtime() {
    return runtime;
  }

  private int port() throws Exception {
    return java.util.Objects.requireNonNull(runtime.observe(stack).database()).port();
  }

  private String query(String sql) throws Exception {
    try (var connection = StackLogins.user(stack.secrets()).connect(port(), MINUTE);
        var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  private void execute(String sql) throws Exception {
    try (var connection = StackLogins.user(stack.secrets()).connect(port(), MINUTE);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void usersFindTheirDatabaseAndItsRoles() throws Exception {
    // when
    build(runtime, stack);

    // then
    assertThat(query("select current_user || ' ' || current_setting('is_superuser')"))
        .isEqualTo("postgres off");
    assertThat(
            query("select count(*)::text from pg_roles where rolname in ('anon', 'service_role')"))
        .isEqualTo("2");
  }

  private StackSpec with(StackSpec stack, Map<String, String> settings) {
    return with(stack, SettingSection.POSTGRES, settings);
  }

  private StackSpec with(StackSpec stack, SettingSection section, Map<String, String> settings) {
    return new StackSpec(
        stack.project(),
        stack.organization(),
        stack.generation(),
        stack.token(),
        stack.profile(),
        stack.secrets().with(new StackSettings(Map.of(section, settings))));
  }

  @Test
  void changedSettingsAreWhatShowSays() throws Exception {
    // given
    build(runtime, stack);
    var started = query("select pg_postmaster_start_time()");
    var changed = with(stack, Map.of("work_mem", "8MB"));

    // when
    runtime.apply(changed, SettingSection.POSTGRES, true, SILENT);

    // then
    assertThat(query("show work_mem")).isEqualTo("8MB");
    assertThat(query("select pg_postmaster_start_time()")).isEqualTo(started);

    // when
    runtime.apply(
        with(stack, Map.of("max_connections", "45")), SettingSection.POSTGRES, true, SILENT);

    // then
    assertThat(query("show max_connections")).isEqualTo("45");
    assertThat(query("show work_mem")).isEqualTo("4MB");
  }

  @Test
  void whatNeedsARestartThatIsNotWantedWaitsForTheNextOne() throws Exception {
    // given
    build(runtime, stack);
    var before = query("show max_connections");
    var changed = with(stack, Map.of("max_connections", "45"));
    var lines = new ArrayList<String>();

    // when
    runtime.apply(changed, SettingSection.POSTGRES, false, (_, text) -> lines.add(text));

    // then
    assertThat(query("show max_connections")).isEqualTo(before);
    assertThat(lines).contains("[max_connections] wait for the next restart of the server");
    runtime.restart(changed, "db", SILENT);
    assertThat(query("show max_connections")).isEqualTo("45");
  }

  @Test
  void settingsWithWhichTheServerDoesNotStartAreComplainedAboutAndTakenBack() throws Exception {
    // given
    build(runtime, stack);
    var huge = with(stack, Map.of("shared_buffers", "8000GB"));

    // when
    assertThatThrownBy(() -> runtime.apply(huge, SettingSection.POSTGRES, true, SILENT))
        // then
        .isInstanceOfSatisfying(
            StackFailure.class,
            failure -> assertThat(failure.code()).isEqualTo(StackFailure.SERVICE_FAILED));
    assertThat(runtime.observe(stack).running()).isFalse();
    runtime.apply(stack, SettingSection.POSTGRES, true, SILENT);
    assertThat(query("show shared_buffers")).isEqualTo("16MB");
  }

  private StackSpec with(String password) {
    var secrets = new HashMap<>(stack.secrets().byName());
    secrets.put(StackSecrets.DB_PASS, password);
    return new StackSpec(
        stack.project(),
        stack.organization(),
        stack.generation(),
        stack.token(),
        stack.profile(),
        new StackSecrets(secrets));
  }

  /** As another program of this machine does. */
  private Connection visitor(String mode) throws Exception {
    var login = StackLogins.user(stack.secrets());
    var properties = new Properties();
    properties.setProperty("user", login.role());
    properties.setProperty("password", login.password());
    properties.setProperty("sslmode", mode);
    return DriverManager.getConnection(login.url(port()), properties);
  }

  private static void assertNotLetIn(ThrowingCallable opening) {
    assertThatThrownBy(opening)
        .isInstanceOfSatisfying(
            SQLException.class, refused -> assertThat(refused.getSQLState()).isEqualTo("28000"));
  }

  @Test
  void aNewPasswordOpensTheDatabaseAndTheOldOneDoesNot() throws Exception {
    // given
    build(runtime, stack);
    int port = port();
    var changed = with("a new one");

    // when
    runtime.apply(changed, SettingSection.PASSWORD, true, SILENT);

    // then
    StackLogins.user(changed.secrets()).connect(port, MINUTE).close();
    assertThat(runtime.observe(changed).healthy()).isTrue();
    assertThatThrownBy(() -> StackLogins.user(stack.secrets()).connect(port, MINUTE))
        .isInstanceOfSatisfying(
            SQLException.class, refused -> assertThat(refused.getSQLState()).isEqualTo("28P01"));
    runtime.apply(stack, SettingSection.PASSWORD, true, SILENT);
    assertThat(query("select 1")).isEqualTo("1");
  }

  @Test
  void addressesThatAreNotNamedAreNotLetInAndTheInstallationIs() throws Exception {
    // given
    build(runtime, stack);
    Assumptions.assumeTrue(OwnAddress.find().isPresent(), "127.0.0.1 is all of the loopback here");
    var elsewhere = new DatabaseAccess(List.of("203.0.113.0/24"), List.of("2001:db8::/32"), false);
    var kept = with(stack, SettingSection.ACCESS, elsewhere.settings());

    // when
    runtime.apply(kept, SettingSection.ACCESS, true, SILENT);

    // then
    assertNotLetIn(() -> visitor("disable"));
    assertThat(runtime.observe(kept).healthy()).isTrue();
    runtime.restart(kept, "db", SILENT);
    assertNotLetIn(() -> visitor("disable"));

    // when
    var here = new DatabaseAccess(List.of("127.0.0.0/8"), List.of(), false);
    runtime.apply(
        with(stack, SettingSection.ACCESS, here.settings()), SettingSection.ACCESS, true, SILENT);

    // then
    visitor("disable").close();
    runtime.apply(kept, SettingSection.ACCESS, true, SILENT);
    runtime.apply(stack, SettingSection.ACCESS, true, SILENT);
    visitor("disable").close();
  }

  @Test
  void whatIsNotEncryptedIsNotLetInWhereThatIsWanted() throws Exception {
    // given
    build(runtime, stack);
    Assumptions.assumeTrue(OwnAddress.find().isPresent(), "127.0.0.1 is all of the loopback here");
    var encrypted = with(stack, SettingSection.ACCESS, Map.of("tls_only", "true"));

    // when
    runtime.apply(encrypted, SettingSection.ACCESS, true, SILENT);

    // then
    assertNotLetIn(() -> visitor("disable"));
    try (var connection = visitor("require");
        var statement = connection.createStatement();
        var row =
            statement.executeQuery("select ssl from pg_stat_ssl where pid = pg_backend_pid()")) {
      row.next();
      assertThat(row.getBoolean(1)).isTrue();
    }
    assertThat(runtime.observe(encrypted).healthy()).isTrue();
    runtime.restart(encrypted, "db", SILENT);
    assertNotLetIn(() -> visitor("disable"));
    runtime.apply(stack, SettingSection.ACCESS, true, SILENT);
    visitor("disable").close();
  }

  @Test
  void everySettingThatCanBeChangedIsOneOfTheServersAndWithinItsRange() throws Exception {
    // given
    build(runtime, stack);
    var changeable =
        SettingList.of(SettingSection.POSTGRES).all().stream()
            .filter(setting -> setting.refused() == null)
            .toList();

    // then
    for (var setting : changeable) {
      var name = setting.name();
      assertThat(query("select count(*)::text from pg_settings where name = '" + name + "'"))
          .as(name)
          .isEqualTo("1");
      if (setting.most() != null && setting.least() != null) {
        assertThat(setting.most()).as(name).isLessThanOrEqualTo(bound(name, "max_val"));
        assertThat(setting.least()).as(name).isGreaterThanOrEqualTo(bound(name, "min_val"));
      }
    }
  }

  /** In bytes, milliseconds, or as it is. */
  private BigDecimal bound(String name, String which) throws Exception {
    return new BigDecimal(
        query(
            """
            select (%s::numeric * case unit when 'kB' then 1024 when '8kB' then 8192
                      when 'MB' then 1048576 when 's' then 1000 when 'min' then 60000 else 1 end)::text
              from pg_settings where name = '%s'
            """
                .formatted(which, name)));
  }

  @Test
  void theNextProjectTakesTheSpareCluster() throws Exception {
    // given
    var ready =
        host()
            .projects()
            .resolveSibling("spare")
            .resolve(ProcessHost.BINARIES.version())
            .resolve("ready");
    var worker = host().runtime(host().settings(ports, true), Host.local());
    var first = TestStacks.spec(TestStacks.project(), 1);
    build(worker, first);
    Eventually.until(() -> Files.isDirectory(ready));
    var directory = Files.getAttribute(ready, "unix:ino");

    // when
    build(worker, stack);

    // then
    var data = host().projects().resolve(project.value()).resolve("data");
    assertThat(Files.getAttribute(data, "unix:ino")).isEqualTo(directory);
    assertThat(query("select current_user::text")).isEqualTo("postgres");
    worker.remove(TestStacks.newest(first), SILENT);
    worker.close();
  }

  @Test
  void theNextWorkerRecognizesAServerThatRuns() throws Exception {
    // given
    build(runtime, stack);
    var before = ServerSight.of(host().projects().resolve(project.value()));

    // when
    newWorker().start(later(stack), SILENT);

    // then
    assertThat(ServerSight.of(host().projects().resolve(project.value()))).isEqualTo(before);
  }

  @Test
  void aDeadServerIsSeenAndMended() throws Exception {
    // given
    build(runtime, stack);
    execute("create table kept as select 42 as answer");
    var process =
        ServerSight.of(host().projects().resolve(project.value())).process().orElseThrow();

    // when
    ProcessHandle.of(process.pid()).orElseThrow().destroyForcibly();
    Eventually.until(() -> !process.isAlive());

    // then
    assertThat(runtime.observe(stack).running()).isFalse();
    assertThat(runtime.observe(stack).complaint()).contains("db: the server does not run");
    runtime.start(later(stack), SILENT);
    assertThat(query("select answer::text from kept")).isEqualTo("42");
  }

  @Test
  void aPortThatSomethingElseUsesIsBurnedAndTheNextIsTaken() throws Exception {
    // given
    runtime.prepare(stack, SILENT);
    runtime.initialize(stack, SILENT);
    runtime.start(stack, SILENT);
    var first = port();
    runtime.stop(stack, SILENT);

    try (var _ = new ServerSocket(first, 1, InetAddress.getLoopbackAddress())) {
      // when
      runtime.start(stack, SILENT);

      // then
      assertThat(port()).isEqualTo(first + 1);
    }
    try (var connection = host().database().getConnection();
        var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                "select project is null from port_allocation where burned_at is not null and port = "
                    + first)) {
      assertThat(row.next()).isTrue();
      assertThat(row.getBoolean(1)).isTrue();
    }
  }

  @Test
  void aPasswordTheUserChangedIsNotTheServersFault() throws Exception {
    // given
    build(runtime, stack);

    // when
    execute("alter role postgres password 'mine now'");

    // then
    assertThat(runtime.observe(stack).services())
        .extracting(ServiceHealth::service, ServiceHealth::healthy)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("db", true),
            org.assertj.core.groups.Tuple.tuple("db_postgres_user", false));
  }

  @Test
  void deletingLeavesNoDirectoryPortOrUser() throws Exception {
    // given
    build(runtime, stack);

    // when
    runtime.remove(later(stack), SILENT);

    // then
    assertThat(host().projects().resolve(project.value())).doesNotExist();
    assertThat(SystemUser.known()).doesNotContain("rky-" + project);
    try (var connection = host().database().getConnection();
        var statement =
            connection.prepareStatement("select 1 from port_allocation where project = ?")) {
      statement.setString(1, project.value());
      assertThat(statement.executeQuery().next()).isFalse();
    }
  }

  @Test
  void aDirectoryThatDoesNotSayWhoseItIsIsLeftAlone() throws Exception {
    // given
    build(runtime, stack);
    var marker = host().projects().resolve(project.value()).resolve("stack.properties");
    var text = Files.readString(marker);
    Files.delete(marker);

    // when
    assertThatThrownBy(() -> runtime.remove(later(stack), SILENT))
        // then
        .isInstanceOfSatisfying(
            StackFailure.class, failure -> assertThat(failure.code()).isEqualTo("not_ours"));
    assertThat(runtime.observe(stack).healthy()).isTrue();
    Files.writeString(marker, text);
  }

  @Test
  void closingStopsTheServersOfTheHostAndKeepsTheirData() throws Exception {
    // given
    build(runtime, stack);

    // when
    newWorker().close();

    // then
    assertThat(runtime.observe(stack).running()).isFalse();
    assertThat(runtime.observe(stack).dataPresent()).isTrue();
  }

  @Test
  void anOlderOwnersSqlIsFencedOffInTheDatabase() throws Exception {
    // given
    build(runtime, stack);
    var superuser = StackLogins.superuser(stack.secrets());
    runtime.start(later(stack), SILENT);

    // when
    try (var connection = superuser.connect(port(), MINUTE)) {
      assertThatThrownBy(() ->
              io.rickyard.stack.DatabaseFence.pass(connection, stack.generation(), stack.token()))
          // then
          .isInstanceOf(io.rickyard.stack.FencedOffException.class);
    }
  }

  @Test
  void withoutUsersOfTheirOwnASecondOrganizationsProjectIsRefused() throws Exception {
    // given
    org.junit.jupiter.api.Assumptions.assumeTrue(
        !Host.local().root() || Host.local().canEnterUserNamespace(), "needs user namespaces");
    var poor = host().runtime(host().settings(ports), new HostWithoutUsers());
    assertThat(poor.isolatesProjects()).isFalse();
    poor.prepare(stack, SILENT);
    var other = TestStacks.project();
    var foreign =
        new StackSpec(
            other, TestStacks.OTHER, stack.generation(), 1, stack.profile(), stack.secrets());

    // when
    assertThatThrownBy(() -> poor.prepare(foreign, SILENT))
        // then
        .isInstanceOfSatisfying(
            StackFailure.class,
            failure -> assertThat(failure.code()).isEqualTo("runtime_not_isolated"));
    poor.remove(foreign, SILENT);
  }

  private record HostWithoutUsers() implements Host {
    @Override
    public boolean root() {
      return Host.local().root();
    }

    @Override
    public boolean canAddUsers() {
      return false;
    }

    @Override
    public boolean canEnterUserNamespace() {
      return Host.local().canEnterUserNamespace();
    }
  }

  @Test
  void noPasswordStandsInAnyFileOrInTheLog() throws Exception {
    // given
    build(runtime, stack);

    // when
    try (var files = Files.walk(host().projects().resolve(project.value()))) {
      // then
      for (var file : files.filter(Files::isRegularFile).toList()) {
        assertThat(
                new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1))
            .doesNotContain(stack.secrets().dbPassword())
            .doesNotContain(stack.secrets().superuserPassword());
      }
    }
  }

  @Test
  void aStrangerCannotLogIn() throws Exception {
    // when
    build(runtime, stack);

    // then
    var stranger = new io.rickyard.postgres.Login("postgres", "guess", "postgres");
    var port = port();
    assertThatThrownBy(() -> stranger.connect(port, MINUTE)).isInstanceOf(SQLException.class);
  }
}

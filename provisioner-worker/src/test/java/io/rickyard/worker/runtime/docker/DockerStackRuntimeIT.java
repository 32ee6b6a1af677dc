package io.rickyard.worker.runtime.docker;

import static io.rickyard.worker.stack.TestStacks.SILENT;
import static io.rickyard.worker.stack.TestStacks.build;
import static io.rickyard.worker.stack.TestStacks.later;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rickyard.contracts.Generation;
import io.rickyard.contracts.stack.ServiceHealth;
import io.rickyard.contracts.stack.ServiceLimits;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.worker.runtime.PortRange;
import io.rickyard.worker.runtime.StackLogins;
import io.rickyard.worker.stack.LogRange;
import io.rickyard.worker.stack.ServiceUsage;
import io.rickyard.worker.stack.StackFailure;
import io.rickyard.worker.stack.StackRuntime;
import io.rickyard.worker.stack.StackRuntimeContract;
import io.rickyard.worker.stack.StackSize;
import io.rickyard.worker.stack.StackSpec;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DockerStackRuntimeIT extends StackRuntimeContract {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static @Nullable EngineHost host;

  private final PortRange ports = EngineHost.freePorts();
  private final DockerStackRuntime runtime = host().runtime(ports);

  @BeforeAll
  static void openHost() {
    host = EngineHost.open();
  }

  @AfterAll
  static void closeHost() throws Exception {
    if (host != null) {
      host.runtime(EngineHost.freePorts()).collectTrash();
      host.close();
    }
  }

  private static EngineHost host() {
    return requireNonNull(host);
  }

  @Override
  protected StackRuntime runtime() {
    return runtime;
  }

  /** The same stack with the metadata service, for a newer desired state or the same. */
  private StackSpec core(long generation, long token) {
    return new StackSpec(
        project,
        stack.organization(),
        new Generation(generation),
        token,
        StackProfile.CORE,
        stack.secrets());
  }

  private int port(StackSpec of) throws Exception {
    return requireNonNull(runtime.observe(of).database()).port();
  }

  private String query(StackSpec of, String sql) throws Exception {
    try (var connection = StackLogins.user(of.secrets()).connect(port(of), MINUTE);
        var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  private void execute(StackSpec of, String sql) throws Exception {
    try (var connection = StackLogins.user(of.secrets()).connect(port(of), MINUTE);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void servicesThatNeedTheDatabaseComeAfterItsSetup() throws Exception {
    // when
    build(runtime, core(1, 10));

    // then
    var seen = runtime.observe(core(1, 10));
    assertThat(seen.services())
        .extracting(ServiceHealth::service)
        .containsExactly("db", "db_postgres_user", "meta");
    assertThat(seen.healthy()).isTrue();
  }

  @Test
  void everythingCarriesWhoseItIsAndIsLimited() throws Exception {
    // when
    build(runtime, core(1, 10));

    // then
    var container = host().container(project, "meta");
    assertThat(container.getNames()[0]).endsWith("-%s-meta-g1".formatted(project));
    assertThat(container.getLabels())
        .containsEntry("io.rickyard.installation", EngineHost.INSTALLATION)
        .containsEntry("io.rickyard.organization", stack.organization().value())
        .containsEntry("io.rickyard.project", project.value())
        .containsEntry("io.rickyard.service", "meta")
        .containsEntry("io.rickyard.generation", "1")
        .containsEntry("io.rickyard.token", "10");
    var limits = host().client().inspectContainerCmd(container.getId()).exec().getHostConfig();
    assertThat(limits.getMemory()).isEqualTo(256L << 20);
    assertThat(limits.getPidsLimit()).isEqualTo(128);
    assertThat(limits.getCapDrop()).hasSize(1);
    assertThat(limits.getSecurityOpts()).containsExactly("no-new-privileges");
    assertThat(limits.getLogConfig().getConfig()).containsKeys("max-size", "max-file");
    assertThat(container.getPorts()).allMatch(port -> port.getPublicPort() == null);
  }

  @Test
  void theDatabaseIsPublishedOnLoopbackOnly() throws Exception {
    // when
    build(runtime, stack);

    // then
    assertThat(host().container(project, "db").getPorts())
        .filteredOn(port -> port.getPublicPort() != null)
        .allMatch(port -> "127.0.0.1".equals(port.getIp()))
        .hasSize(1);
  }

  @Test
  void dataOutliveAPauseAndANewDesiredState() throws Exception {
    // given
    build(runtime, core(1, 10));
    execute(core(1, 10), "create table kept as select 42 as answer");

    // when
    runtime.stop(core(2, 11), SILENT);
    assertThat(host().containers(project)).isEmpty();
    runtime.prepare(core(3, 12), SILENT);
    runtime.start(core(3, 12), SILENT);

    // then
    assertThat(runtime.observe(core(3, 12)).healthy()).isTrue();
    assertThat(query(core(3, 12), "select answer::text from kept")).isEqualTo("42");
  }

  @Test
  void deletingLeavesNothing() throws Exception {
    // given
    build(runtime, core(1, 10));

    // when
    runtime.remove(core(2, 11), SILENT);
    runtime.collectTrash();

    // then
    var its = Map.of(StackLabels.PROJECT, project.value());
    assertThat(host().containers(project)).isEmpty();
    assertThat(
            host().client().listNetworksCmd().withFilter("label", StackLabels.filter(its)).exec())
        .isEmpty();
    assertThat(
            host()
                .client()
                .listVolumesCmd()
                .withFilter("label", StackLabels.filter(its))
                .exec()
                .getVolumes())
        .isNullOrEmpty();
    try (var connection = host().database().getConnection();
        var statement =
            connection.prepareStatement(
                """
                select project from port_allocation where project = ?
                union all select project from docker_volume where project = ?
                """)) {
      statement.setString(1, project.value());
      statement.setString(2, project.value());
      assertThat(statement.executeQuery().next()).isFalse();
    }
  }

  @Test
  void aPortThatSomethingElseUsesIsBurnedAndTheNextIsTaken() throws Exception {
    // given
    build(runtime, stack);
    var first = port(stack);
    runtime.stop(stack, SILENT);

    try (var _ = new ServerSocket(first, 1, InetAddress.getLoopbackAddress())) {
      // when
      runtime.start(stack, SILENT);

      // then
      assertThat(port(stack)).isNotEqualTo(first);
      assertThat(runtime.observe(stack).healthy()).isTrue();
    }
  }

  @Test
  void anOlderDesiredStatesContainersAreGoneBeforeTheNewOnesStart() throws Exception {
    // given
    build(runtime, stack);
    var old = host().container(project, "db").getId();
    var newer =
        new StackSpec(
            project, stack.organization(), new Generation(2), 11, stack.profile(), stack.secrets());

    // when
    runtime.start(newer, SILENT);

    // then
    assertThat(host().containers(project))
        .singleElement()
        .satisfies(container -> {
          assertThat(container.getId()).isNotEqualTo(old);
          assertThat(container.getNames()[0]).endsWith("-db-g2");
        });
    assertThatThrownBy(() -> runtime.start(stack, SILENT))
        .isInstanceOfSatisfying(
            StackFailure.class, failure -> assertThat(failure.code()).isEqualTo("fenced_off"));
  }

  @Test
  void oneServiceIsReplacedAndTheOthersGoOn() throws Exception {
    // given
    build(runtime, core(1, 10));
    var database = host().container(project, "db").getId();
    var meta = host().container(project, "meta").getId();
    var newer = core(2, 11).keepingFrom(Generation.FIRST);

    // when
    runtime.restart(newer, "meta", SILENT);

    // then
    assertThat(runtime.observe(newer).healthy()).isTrue();
    assertThat(host().container(project, "db").getId()).isEqualTo(database);
    assertThat(host().container(project, "meta").getId()).isNotEqualTo(meta);
    assertThat(host().container(project, "meta").getNames()[0]).endsWith("-meta-g2");
    assertThatThrownBy(() -> runtime.restart(core(1, 10), "db", SILENT))
        .isInstanceOfSatisfying(
            StackFailure.class, failure -> assertThat(failure.code()).isEqualTo("fenced_off"));
    assertThatThrownBy(() -> runtime.restart(newer, "studio", SILENT))
        .isInstanceOf(StackFailure.class)
        .hasMessage("The project has no service 'studio'; it has [db, meta]");
  }

  @Test
  void aStackGrowsAndShrinksAndWhatStaysGoesOn() throws Exception {
    // given
    build(runtime, stack);
    execute(stack, "create table kept as select 42 as answer");
    var database = host().container(project, "db").getId();

    // when
    var grown = core(2, 11).keepingFrom(Generation.FIRST);
    runtime.prepare(grown, SILENT);
    runtime.initialize(grown, SILENT);
    runtime.resize(grown, SILENT);

    // then
    assertThat(runtime.observe(grown).healthy()).isTrue();
    assertThat(runtime.observe(grown).drifts()).isEmpty();
    assertThat(host().container(project, "db").getId()).isEqualTo(database);
    assertThat(host().containers(project)).hasSize(2);
    var said = new ArrayList<String>();
    var limited =
        core(3, 12)
            .keepingFrom(Generation.FIRST)
            .sized(
                new StackSize(StackProfile.DATABASE, Map.of("db", new ServiceLimits(300, null))));
    runtime.resize(limited, (_, line) -> said.add(line));
    assertThat(said).contains("meta leaves the stack; its volumes are kept");
    assertThat(host().containers(project)).hasSize(1);
    assertThat(
            host()
                .client()
                .inspectContainerCmd(host().container(project, "db").getId())
                .exec()
                .getHostConfig()
                .getMemory())
        .isEqualTo(300L << 20);
    assertThat(query(limited, "select answer::text from kept")).isEqualTo("42");
    assertThat(runtime.observe(limited).drifts()).isEmpty();
  }

  @Test
  void whatServicesWriteIsReadAndWhatTheyUseIsTold() throws Exception {
    // given
    build(runtime, core(1, 10));

    // when
    var lines = new HashMap<String, Integer>();
    for (var feed : runtime.logs(core(1, 10), new LogRange(Set.of(), Instant.EPOCH, null))) {
      try (feed) {
        for (var line = feed.next(); line != null; line = feed.next()) {
          lines.merge(line.service(), 1, Integer::sum);
          assertThat(line.at()).isAfter(Instant.parse("2020-01-01T00:00:00Z"));
        }
      }
    }

    // then
    assertThat(lines).containsKey("db");
    var one = runtime.logs(core(1, 10), new LogRange(Set.of("db"), Instant.EPOCH, 1));
    try (var feed = one.getFirst()) {
      assertThat(feed.next()).isNotNull();
      assertThat(feed.next()).isNull();
    }
    assertThat(runtime.usage(core(1, 10)))
        .extracting(ServiceUsage::service)
        .containsExactlyInAnyOrder("db", "meta");
    assertThat(runtime.usage(core(1, 10)))
        .filteredOn(used -> used.service().equals("db"))
        .allSatisfy(used -> {
          assertThat(used.cpus()).isNotNegative();
          assertThat(used.memoryLimitBytes()).isPositive();
          assertThat(used.receivedBytes()).isNotNegative();
          assertThat(used.diskBytes()).isGreaterThan(1_000_000);
        });
  }

  @Test
  void aPauseAlsoRemovesWhatAnOlderDesiredStateLeftInUse() throws Exception {
    // given
    build(runtime, core(1, 10));
    runtime.restart(core(2, 11).keepingFrom(Generation.FIRST), "meta", SILENT);

    // when
    runtime.stop(core(3, 12), SILENT);

    // then
    assertThat(host().containers(project)).isEmpty();
  }

  @Test
  void theNextWorkerRecognizesWhatRuns() throws Exception {
    // given
    build(runtime, core(1, 10));
    var before = host().containers(project).stream().map(c -> c.getId()).sorted().toList();

    // when
    try (var next = host().runtime(ports)) {
      next.start(later(core(1, 10)), SILENT);
    }

    // then
    assertThat(host().containers(project).stream().map(c -> c.getId()).sorted().toList())
        .isEqualTo(before);
  }
}

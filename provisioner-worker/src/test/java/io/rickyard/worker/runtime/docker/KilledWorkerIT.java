package io.rickyard.worker.runtime.docker;

import static io.rickyard.worker.stack.TestStacks.SILENT;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.Generation;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.stack.blueprint.Blueprints;
import io.rickyard.worker.runtime.PortRange;
import io.rickyard.worker.runtime.docker.OneLife.Deed;
import io.rickyard.worker.runtime.docker.OneLife.Orders;
import io.rickyard.worker.stack.StackFailure;
import io.rickyard.worker.stack.StackSize;
import io.rickyard.worker.stack.StackSpec;
import io.rickyard.worker.stack.TestStacks;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Worker processes with whole stacks, killed or stopped in the middle of a call to the engine. What
 * they had asked for reaches it all the same.
 */
class KilledWorkerIT {

  private static final Duration MINUTES = Duration.ofMinutes(3);

  /** At how many moments each deed is cut short, from its first call to its last. */
  private static final int MOMENTS = 3;

  private static final int SERVICES = 13;
  private static final int CORE_SERVICES = 5;

  @TempDir private static Path directory;

  private static @Nullable EngineHost host;

  private final ProjectRef project = TestStacks.project();
  private final PortRange ports = EngineHost.freePorts(20);
  private @Nullable EngineGate gate;
  private @Nullable DockerStackRuntime next;
  private long tokens;
  private long generations;

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
  void openGate() throws Exception {
    gate = new EngineGate(EngineHost.ADDRESS, directory.resolve(project + ".sock"));
    next =
        host()
            .runtime(ports, EngineHost.ADDRESS, EngineHost.shipped(Blueprints.shipped().newest()));
  }

  @AfterEach
  void leaveNothing() throws Exception {
    gate().close();
    next().remove(TestStacks.newest(claim(StackProfile.FULL, 1)), SILENT);
    next().collectTrash();
  }

  private static EngineHost host() {
    return requireNonNull(host);
  }

  private EngineGate gate() {
    return requireNonNull(gate);
  }

  private DockerStackRuntime next() {
    return requireNonNull(next);
  }

  private StackSpec claim(StackProfile profile, long keptFrom) {
    return new StackSpec(
        project,
        TestStacks.ORGANIZATION,
        new Generation(generations),
        new Generation(keptFrom),
        ++tokens,
        StackSize.of(profile),
        TestStacks.secrets(),
        null,
        null);
  }

  private Process begin(Deed deed, StackSpec claim) throws IOException {
    return new Orders(
            deed,
            claim,
            host().url(),
            host().password(),
            gate().address(),
            ports,
            EngineHost.INSTALLATION)
        .begin(directory);
  }

  /** A deed whose worker is killed in the middle of its nth call, and then the same by the next. */
  private void killedAt(int call, Deed deed, StackProfile profile, long keptFrom) throws Exception {
    gate().holdAt(call);
    var life = begin(deed, claim(profile, keptFrom));
    assertThat(gate().held(MINUTES)).as("%s has a call %d", deed, call).isTrue();
    life.destroyForcibly().waitFor();
    gate().release();
    long begun = System.nanoTime();
    while (!done(deed, claim(profile, keptFrom), begun)) {
      // what is retryable is tried again, as the task would be
    }
  }

  private boolean done(Deed deed, StackSpec claim, long begun) throws Exception {
    try {
      OneLife.act(deed, next(), claim);
      return true;
    } catch (StackFailure e) {
      if (!e.retryable() || System.nanoTime() - begun > MINUTES.toNanos()) {
        throw e;
      }
      return false;
    }
  }

  /** How many calls a deed has that change something, when nobody disturbs it. */
  private int calls(Deed deed, StackProfile profile, long keptFrom) throws Exception {
    gate().holdAt(Integer.MAX_VALUE);
    assertThat(OneLife.said(begin(deed, claim(profile, keptFrom)))).isEqualTo("done");
    return gate().changes();
  }

  private static List<Integer> moments(int calls) {
    return IntStream.range(0, MOMENTS)
        .map(i -> 1 + i * (calls - 2) / (MOMENTS - 1))
        .boxed()
        .toList();
  }

  private void assertWhole(int services) throws Exception {
    var containers = host().containers(project);
    assertThat(containers)
        .extracting(container -> container.getLabels().get(StackLabels.SERVICE))
        .hasSize(services)
        .doesNotHaveDuplicates();
    assertThat(containers).allMatch(container -> container.getState().equals("running"));
    next().collectTrash();
    assertThat(labelled())
        .extracting(volume -> volume.get(StackLabels.VOLUME))
        .doesNotHaveDuplicates();
  }

  private List<Map<String, String>> labelled() {
    return requireNonNull(host().client().listVolumesCmd().exec().getVolumes()).stream()
        .map(volume -> volume.getLabels())
        .filter(labels -> labels != null && project.value().equals(labels.get(StackLabels.PROJECT)))
        .toList();
  }

  private void assertNothing() throws Exception {
    next().collectTrash();
    assertThat(host().containers(project)).isEmpty();
    assertThat(labelled()).isEmpty();
    assertThat(next().inventory()).doesNotContain(project);
  }

  @Test
  void aWorkerKilledAtWhateverMomentLeavesNothingThatTheNextDoesNotMend() throws Exception {
    // given
    generations = 1;
    var provision = moments(calls(Deed.PROVISION, StackProfile.FULL, 1));
    generations = 2;
    var resize = moments(calls(Deed.RESIZE, StackProfile.CORE, 1));
    generations = 3;
    var delete = moments(calls(Deed.DELETE, StackProfile.CORE, 3));
    assertNothing();

    for (int moment = 0; moment < MOMENTS; moment++) {
      // when
      long first = ++generations;
      killedAt(provision.get(moment), Deed.PROVISION, StackProfile.FULL, first);

      // then
      assertWhole(SERVICES);
      assertThat(next().observe(claim(StackProfile.FULL, first)).healthy())
          .as("provisioned after moment %d", moment)
          .isTrue();

      // when
      generations++;
      killedAt(resize.get(moment), Deed.RESIZE, StackProfile.CORE, first);

      // then
      assertWhole(CORE_SERVICES);
      assertThat(next().observe(claim(StackProfile.CORE, first)).healthy())
          .as("resized after moment %d", moment)
          .isTrue();

      // when
      generations++;
      killedAt(delete.get(moment), Deed.DELETE, StackProfile.CORE, generations);

      // then
      assertNothing();
    }
  }

  @Test
  void aWorkerThatStoodStillInACallWhileAnotherTookOverDoesNoHarm() throws Exception {
    // given
    generations = 1;
    var calls = calls(Deed.PROVISION, StackProfile.CORE, 1);
    generations = 2;
    OneLife.act(Deed.DELETE, next(), claim(StackProfile.CORE, 2));

    for (int held : List.of(2, calls / 2, calls)) {
      // given
      generations++;
      gate().holdAt(held);
      var life = begin(Deed.PROVISION, claim(StackProfile.CORE, generations));
      assertThat(gate().held(MINUTES)).as("call %d", held).isTrue();
      signal("STOP", life);
      generations++;
      var newer = claim(StackProfile.CORE, generations);
      OneLife.act(Deed.PROVISION, next(), newer);
      var before = states();

      // when
      gate().release();
      signal("CONT", life);

      // then
      assertThat(OneLife.said(life)).as("call %d", held).isNotEqualTo("done");
      assertThat(states()).as("call %d", held).containsAllEntriesOf(before);
      assertThat(running()).as("call %d", held).hasSize(CORE_SERVICES);
      assertThat(next().observe(newer).healthy()).as("call %d", held).isTrue();
      generations++;
      OneLife.act(Deed.DELETE, next(), claim(StackProfile.CORE, generations));
      assertNothing();
    }
  }

  private static void signal(String name, Process process) throws Exception {
    assertThat(
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor())
        .isZero();
  }

  private Map<String, String> states() {
    var states = new java.util.TreeMap<String, String>();
    host().containers(project).forEach(found -> states.put(found.getId(), found.getState()));
    return states;
  }

  private List<String> running() {
    return states().values().stream().filter("running"::equals).toList();
  }
}

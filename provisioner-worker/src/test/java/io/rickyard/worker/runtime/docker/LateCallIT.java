package io.rickyard.worker.runtime.docker;

import static io.rickyard.worker.stack.TestStacks.SILENT;
import static io.rickyard.worker.stack.TestStacks.build;
import static io.rickyard.worker.stack.TestStacks.newest;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.Container;
import io.rickyard.contracts.Generation;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.worker.stack.StackFailure;
import io.rickyard.worker.stack.StackSpec;
import io.rickyard.worker.stack.TestStacks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A worker stands still in the middle of a call to the engine, for longer than its claim lives, and
 * goes on when another has taken over: what it had asked for reaches the engine only then.
 */
class LateCallIT {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static @Nullable EngineHost host;

  private final ProjectRef project = TestStacks.project();
  private @Nullable EngineGate gate;
  private @Nullable DockerStackRuntime late;
  private @Nullable DockerStackRuntime next;

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

  @BeforeEach
  void openGate(@TempDir Path directory) throws Exception {
    var ports = EngineHost.freePorts();
    gate = new EngineGate(EngineHost.ADDRESS, directory.resolve("engine.sock"));
    late = host().runtime(ports, gate.address(), EngineHost::plan);
    next = host().runtime(ports);
  }

  @AfterEach
  void leaveNothing() throws Exception {
    gate().close();
    next().remove(newest(claim(1, 1)), SILENT);
  }

  private EngineGate gate() {
    return requireNonNull(gate);
  }

  private DockerStackRuntime late() {
    return requireNonNull(late);
  }

  private DockerStackRuntime next() {
    return requireNonNull(next);
  }

  private StackSpec claim(long generation, long token) {
    return new StackSpec(
        project,
        TestStacks.ORGANIZATION,
        new Generation(generation),
        token,
        StackProfile.DATABASE,
        TestStacks.secrets());
  }

  private List<String> running() {
    return host().containers(project).stream()
        .filter(container -> "running".equals(container.getState()))
        .map(Container::getId)
        .toList();
  }

  /** What it ends with; null when it takes itself for the winner. */
  private static FutureTask<@Nullable StackFailure> begun(Callable<Void> action) {
    var task =
        new FutureTask<@Nullable StackFailure>(() -> {
          try {
            action.call();
            return null;
          } catch (StackFailure e) {
            return e;
          }
        });
    Thread.ofVirtual().start(task);
    return task;
  }

  private int changesOf(Callable<Void> action) throws Exception {
    gate().holdAt(Integer.MAX_VALUE);
    action.call();
    return gate().changes();
  }

  private Callable<Void> building(StackSpec stack) {
    return () -> {
      build(late(), stack);
      return null;
    };
  }

  private Callable<Void> stopping(StackSpec stack) {
    return () -> {
      late().stop(stack, SILENT);
      return null;
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void whateverOfABuildComesLateTheNewerStackStays(int generations) throws Exception {
    var changes = changesOf(building(claim(1, 1)));
    late().remove(claim(1, 2), SILENT);
    assertThat(changes).isGreaterThanOrEqualTo(5);

    for (int held = 1; held <= changes; held++) {
      // given
      var generation = 10L * held;
      var token = 10L * held;
      gate().holdAt(held);
      var old = begun(building(claim(generation, token)));
      assertThat(gate().held(MINUTE)).as("change %d", held).isTrue();
      var newer = claim(generation + generations, token + 1);
      build(next(), newer);
      var before = running();

      // when
      gate().release();

      // then
      assertThat(old.get(1, TimeUnit.MINUTES)).as("change %d", held).isNotNull();
      assertThat(running()).as("change %d", held).hasSize(1).isEqualTo(before);
      assertThat(next().observe(newer).healthy()).as("change %d", held).isTrue();
      next().remove(claim(generation + 5, token + 5), SILENT);
      assertThat(next().inventory()).as("change %d", held).doesNotContain(project);
    }
  }

  @Test
  void whateverOfAStopComesLateTheNewerStackStays() throws Exception {
    build(next(), claim(1, 1));
    var changes = changesOf(stopping(claim(2, 2)));
    assertThat(changes).isGreaterThanOrEqualTo(2);

    for (int held = 1; held <= changes; held++) {
      // given
      var generation = 10L * held;
      var token = 10L * held;
      build(next(), claim(generation, token));
      gate().holdAt(held);
      var old = begun(stopping(claim(generation + 1, token + 1)));
      assertThat(gate().held(MINUTE)).as("change %d", held).isTrue();
      var newer = claim(generation + 2, token + 2);
      build(next(), newer);
      var before = running();

      // when
      gate().release();

      // then
      old.get(1, TimeUnit.MINUTES);
      assertThat(running()).as("change %d", held).hasSize(1).isEqualTo(before);
      assertThat(next().observe(newer).healthy()).as("change %d", held).isTrue();
    }
  }
}

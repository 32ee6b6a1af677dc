package io.rickyard.worker.runtime.docker;

import static io.rickyard.worker.stack.TestStacks.SILENT;
import static io.rickyard.worker.stack.TestStacks.build;
import static io.rickyard.worker.stack.TestStacks.newest;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.Generation;
import io.rickyard.contracts.stack.ServiceHealth;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.stack.blueprint.Blueprints;
import io.rickyard.stack.blueprint.Release;
import io.rickyard.worker.stack.StackSpec;
import io.rickyard.worker.stack.TestStacks;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The smaller profiles of every release; the full one is what {@link FullStackIT} runs. */
class StackProfilesIT {

  private static final List<String> CORE =
      List.of("db", "db_postgres_user", "auth", "rest", "meta", "gateway");
  private static final List<String> STANDARD =
      with(CORE, "imgproxy", "realtime", "storage", "functions", "studio", "pooler");
  static final List<String> FULL = with(STANDARD, "analytics", "vector");

  private static @Nullable EngineHost host;

  private @Nullable DockerStackRuntime runtime;
  private @Nullable StackSpec stack;

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

  @AfterEach
  void leaveNothing() throws Exception {
    if (runtime != null && stack != null) {
      runtime.remove(newest(stack), SILENT);
    }
  }

  private static List<String> with(List<String> services, String... more) {
    var all = new ArrayList<>(services);
    all.addAll(List.of(more));
    return List.copyOf(all);
  }

  static Stream<Arguments> profiles() {
    return Blueprints.shipped().releases().stream()
        .flatMap(release ->
            Stream.of(
                Arguments.of(release.name(), StackProfile.CORE, CORE),
                Arguments.of(release.name(), StackProfile.STANDARD, STANDARD)));
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void everyServiceBecomesHealthy(String name, StackProfile profile, List<String> services)
      throws Exception {
    // given
    Release release = Blueprints.shipped().release(name);
    stack =
        new StackSpec(
            TestStacks.project(),
            TestStacks.ORGANIZATION,
            Generation.FIRST,
            10,
            profile,
            TestStacks.secrets());
    runtime =
        requireNonNull(host)
            .runtime(EngineHost.freePorts(), EngineHost.ADDRESS, EngineHost.shipped(release));

    // when
    build(runtime, stack);

    // then
    var seen = runtime.observe(stack);
    assertThat(seen.services())
        .extracting(ServiceHealth::service)
        .containsExactlyInAnyOrderElementsOf(services);
    assertThat(seen.services()).allMatch(ServiceHealth::healthy);
  }
}

package io.rickyard.worker.runtime.docker;

import static io.rickyard.worker.stack.TestStacks.SILENT;
import static io.rickyard.worker.stack.TestStacks.build;
import static io.rickyard.worker.stack.TestStacks.newest;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.model.Container;
import io.rickyard.contracts.Generation;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.stack.blueprint.ServicePlan;
import io.rickyard.stack.blueprint.StackPlan;
import io.rickyard.worker.stack.StackFailure;
import io.rickyard.worker.stack.StackSpec;
import io.rickyard.worker.stack.TestStacks;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Stacks side by side, and beside what is not ours. */
class StackIsolationIT {

  private static @Nullable EngineHost host;

  private final StackSpec one = spec();
  private final StackSpec other = spec();
  private final DockerStackRuntime runtime = host().runtime(EngineHost.freePorts());

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

  private static StackSpec spec() {
    return new StackSpec(
        TestStacks.project(),
        TestStacks.ORGANIZATION,
        Generation.FIRST,
        10,
        StackProfile.CORE,
        TestStacks.secrets());
  }

  @AfterEach
  void leaveNothing() throws Exception {
    runtime.remove(newest(one), SILENT);
    runtime.remove(newest(other), SILENT);
  }

  @Test
  void twoStacksNeitherResolveNorReachEachOther() throws Exception {
    // given
    build(runtime, one);
    build(runtime, other);
    var inside = host().container(one.project(), "meta");
    var neighbour = host().container(other.project(), "db");

    // then
    assertThat(host().in(inside, EngineHost.reach("db", 5432))).isEqualTo("reached");
    assertThat(host().in(inside, "getent hosts db | cut -d' ' -f1"))
        .isEqualTo(host().address(one.project(), "db"));
    assertThat(host().in(inside, EngineHost.reach(host().address(other.project(), "db"), 5432)))
        .isEqualTo("unreached");
    assertThat(host().in(inside, "getent hosts %s".formatted(neighbour.getNames()[0].substring(1))))
        .isEmpty();
  }

  @Test
  void anImageThatIsNowhereIsSaidByName() throws Exception {
    // given
    var nowhere = "127.0.0.1:1/nobody/nothing:1";
    var plan = EngineHost.plan(one);
    var db = plan.service("db").orElseThrow();
    StackPlans lost =
        _ ->
            new StackPlan(
                plan.release(),
                plan.profile(),
                List.of(
                    new ServicePlan(
                        db.service(),
                        nowhere,
                        db.entrypoint(),
                        db.command(),
                        db.environment(),
                        db.files(),
                        db.volumes(),
                        db.ports(),
                        db.health(),
                        db.dependsOn(),
                        db.limits(),
                        db.ulimits(),
                        db.capabilities(),
                        db.aliases())));
    var without = host().runtime(EngineHost.freePorts(), EngineHost.ADDRESS, lost);

    // when
    assertThatThrownBy(() -> without.prepare(one, SILENT))
        // then
        .isInstanceOfSatisfying(
            StackFailure.class,
            failure -> {
              assertThat(failure.code()).isEqualTo("image_not_available");
              assertThat(failure).hasMessageContaining(nowhere);
            });
    assertThat(host().containers(one.project())).isEmpty();
  }

  @Test
  void aForeignContainerThatIsCalledTheSameIsLeftAlone() throws Exception {
    // given
    var name = new StackLabels(EngineHost.INSTALLATION).container(one, "db");
    var foreign =
        host()
            .client()
            .createContainerCmd("rickyard-test/debian:current")
            .withName(name)
            .withCmd("sleep", "600")
            .exec()
            .getId();
    try {
      host().client().startContainerCmd(foreign).exec();

      // when
      assertThatThrownBy(() -> build(runtime, one))
          // then
          .isInstanceOfSatisfying(
              StackFailure.class, failure -> assertThat(failure.code()).isEqualTo("not_ours"));
      runtime.remove(newest(one), SILENT);
      assertThat(host().client().inspectContainerCmd(foreign).exec().getState().getRunning())
          .isTrue();
    } finally {
      host().client().removeContainerCmd(foreign).withForce(true).exec();
    }
  }

  @Test
  void anotherInstallationsContainerOfTheSameProjectIsLeftAlone() throws Exception {
    // given
    var foreign =
        host()
            .client()
            .createContainerCmd("rickyard-test/debian:current")
            .withLabels(
                Map.of(
                    "io.rickyard.installation",
                    "another",
                    StackLabels.PROJECT,
                    one.project().value(),
                    StackLabels.SERVICE,
                    "db"))
            .withCmd("sleep", "600")
            .exec()
            .getId();
    try {
      build(runtime, one);

      // when
      runtime.remove(newest(one), SILENT);

      // then
      assertThat(host().containers(one.project()))
          .extracting(Container::getId)
          .containsExactly(foreign);
      assertThat(runtime.inventory()).doesNotContain(one.project());
    } finally {
      host().client().removeContainerCmd(foreign).withForce(true).exec();
    }
  }
}

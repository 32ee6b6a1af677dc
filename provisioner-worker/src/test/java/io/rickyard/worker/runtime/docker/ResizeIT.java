package io.rickyard.worker.runtime.docker;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rickyard.contracts.stack.ServiceHealth;
import io.rickyard.contracts.stack.ServiceLimits;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.contracts.stack.StackStatus;
import io.rickyard.contracts.task.TaskInput;
import io.rickyard.stack.blueprint.Blueprints;
import io.rickyard.stack.blueprint.ServicePlan;
import io.rickyard.stack.blueprint.StackPlan;
import io.rickyard.worker.stack.StackSize;
import io.rickyard.worker.stack.StackState;
import io.rickyard.worker.stack.StackWork;
import io.rickyard.worker.task.TaskFailure;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Stacks that become larger and smaller, and that go back when they cannot. */
class ResizeIT {

  private static final Map<String, ServiceLimits> MORE_FOR_AUTH =
      Map.of("auth", new ServiceLimits(300, null));

  private static @Nullable EngineHost host;

  private @Nullable DockerStackRuntime runtime;
  private @Nullable StackWork work;

  /** The service whose container ends at once, whatever it is told; none when empty. */
  private volatile String broken = "";

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
    var shipped = EngineHost.shipped(Blueprints.shipped().newest());
    runtime =
        host()
            .runtime(
                EngineHost.freePorts(20),
                EngineHost.ADDRESS,
                stack -> withBroken(shipped.of(stack)));
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

  private StackPlan withBroken(StackPlan plan) {
    return new StackPlan(
        plan.release(),
        plan.profile(),
        plan.services().stream()
            .map(service -> service.service().equals(broken) ? ending(service) : service)
            .toList());
  }

  private static ServicePlan ending(ServicePlan service) {
    return new ServicePlan(
        service.service(),
        service.image(),
        List.of("false"),
        List.of(),
        service.environment(),
        service.files(),
        service.volumes(),
        service.ports(),
        service.health(),
        service.dependsOn(),
        service.limits(),
        service.ulimits(),
        service.capabilities(),
        service.aliases());
  }

  private static TaskInput provision(StackProfile profile) {
    return new TaskInput.StackProvision("shop", "local", profile);
  }

  /** The container of each service, by the service. */
  private Map<String, String> containers() {
    var containers = new TreeMap<String, String>();
    for (var container : host().containers(work().project)) {
      containers.put(container.getLabels().get(StackLabels.SERVICE), container.getId());
    }
    return containers;
  }

  private List<String> healthy() throws Exception {
    return runtime().observe(work().spec()).services().stream()
        .filter(ServiceHealth::healthy)
        .map(ServiceHealth::service)
        .toList();
  }

  @Test
  void aStackGrowsToStandardAndToFullAroundItsDatabaseAndShrinksAgain() throws Exception {
    // given
    work().bring(provision(StackProfile.CORE));
    var core = containers();

    // when
    work().bring(new TaskInput.StackResize(StackProfile.STANDARD, null));

    // then
    var standard = containers();
    assertThat(standard).hasSize(11).containsEntry("db", core.get("db"));
    assertThat(work().record().state()).isEqualTo(new StackState.Active());

    // when
    work().bring(new TaskInput.StackResize(StackProfile.FULL, null));

    // then
    assertThat(containers()).hasSize(13).containsEntry("db", core.get("db"));
    assertThat(healthy()).containsExactlyInAnyOrderElementsOf(StackProfilesIT.FULL);

    // when
    work().bring(new TaskInput.StackResize(StackProfile.CORE, null));

    // then
    assertThat(containers().keySet()).isEqualTo(core.keySet());
    assertThat(containers()).containsEntry("db", core.get("db"));
    assertThat(work().record().state()).isEqualTo(new StackState.Active());
  }

  @Test
  void aResizeThatFailsGoesBackToTheFormerSizeAndWhatRanThen() throws Exception {
    // given
    work().bring(provision(StackProfile.DATABASE));
    var before = containers();
    broken = "rest";
    var task = work().accept(new TaskInput.StackResize(StackProfile.CORE, MORE_FOR_AUTH));
    var failure =
        requireNonNull(catchThrowableOfType(TaskFailure.class, () -> work().attempt(task)));
    assertThat(failure).hasMessageContaining("rest ended with 1");

    // when
    work().giveUp(task, failure);

    // then
    assertThat(work().record().size()).isEqualTo(StackSize.of(StackProfile.DATABASE));
    assertThat(containers()).isEqualTo(before);
    assertThat(runtime().observe(work().spec()).healthy()).isTrue();
    assertThat(work().record().state().status()).isEqualTo(StackStatus.ACTIVE_UNHEALTHY);

    // when
    broken = "";
    work().bring(new TaskInput.StackResize(StackProfile.CORE, MORE_FOR_AUTH));

    // then
    assertThat(containers()).containsEntry("db", before.get("db")).containsKey("rest");
    assertThat(work().record().size().limits()).isEqualTo(MORE_FOR_AUTH);
  }
}

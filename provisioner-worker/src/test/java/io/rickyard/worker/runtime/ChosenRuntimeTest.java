package io.rickyard.worker.runtime;

import static io.rickyard.worker.stack.TestStacks.SILENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rickyard.contracts.ProjectRef;
import io.rickyard.worker.stack.FakeStackRuntime;
import io.rickyard.worker.stack.StackFailure;
import io.rickyard.worker.stack.StackSpec;
import io.rickyard.worker.stack.TestStacks;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChosenRuntimeTest {

  private final ProjectRef project = TestStacks.project();
  private final FakeStackRuntime process = new FakeStackRuntime("process");
  private final FakeStackRuntime docker = new FakeStackRuntime("docker");

  private StackSpec on(String runtime) {
    var spec = TestStacks.spec(project, 1);
    return new StackSpec(
        spec.project(),
        spec.organization(),
        spec.generation(),
        spec.keptFrom(),
        spec.token(),
        spec.size(),
        spec.secrets(),
        runtime,
        null);
  }

  @Test
  void aStackStaysWhereItWasBuiltWhateverIsChosen() throws Exception {
    // given
    var chosen = RuntimeChoice.DOCKER.among(process, docker);

    // when
    chosen.prepare(on("process"), SILENT);

    // then
    assertThat(chosen.name()).isEqualTo("docker");
    assertThat(process.inventory()).containsExactly(project);
    assertThat(docker.inventory()).isEmpty();
  }

  @Test
  void theAutomaticChoiceIsContainersWhereNothingStandsInTheWay() {
    assertThat(RuntimeChoice.AUTO.among(process, docker).name()).isEqualTo("docker");
    docker.standsInTheWay("no engine");
    assertThat(RuntimeChoice.AUTO.among(process, docker).name()).isEqualTo("process");
  }

  @Test
  void aRuntimeThatNoStackNeedsIsNotAsked() throws Exception {
    // given
    var chosen = RuntimeChoice.PROCESS.among(process, docker);
    chosen.prepare(on("process"), SILENT);

    // when
    docker.away(true);

    // then
    assertThat(chosen.inventory()).isEqualTo(List.of(project));
  }

  @Test
  void aRuntimeThatIsNotThereIsNotReplacedByAnother() {
    // given
    var chosen = RuntimeChoice.PROCESS.among(process, docker);

    // then
    assertThatThrownBy(() -> chosen.start(on("kubernetes"), SILENT))
        .isInstanceOfSatisfying(
            StackFailure.class, failure -> assertThat(failure.code()).isEqualTo("runtime_unknown"));
  }
}

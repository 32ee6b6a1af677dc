package io.rickyard.projector.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.json.ContractJson;
import io.rickyard.contracts.task.ExtensionType;
import io.rickyard.contracts.task.TaskInput;
import io.rickyard.contracts.task.TaskQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TaskOrderTest {

  static Stream<TaskInput> inputs() {
    return Stream.of(
        new TaskInput.StackPause(),
        new TaskInput.PlatformProbe(1, Duration.ZERO, 0, 1, true, 3, 0),
        new TaskInput.Extension(
            new ExtensionType("acme.greet"),
            ContractJson.mapper().createObjectNode().put("name", "Ada")));
  }

  @ParameterizedTest
  @MethodSource("inputs")
  void typeStandsBesideTheInputAndBothComeBack(TaskInput input) throws JsonProcessingException {
    // given
    var order = order(input);

    // when
    var written = ContractJson.mapper().writeValueAsString(order);

    // then
    var tree = ContractJson.mapper().readTree(written);
    assertThat(tree.path("type").asText()).isEqualTo(input.taskType().wireName());
    assertThat(tree.path("input").isObject()).isTrue();
    assertThat(tree.path("input").has("type")).isFalse();
    assertThat(ContractJson.mapper().readValue(written, TaskOrder.class)).isEqualTo(order);
  }

  @Test
  void ofWhatNobodyCouldReadNeitherIsKnown() throws JsonProcessingException {
    // given
    var order = order(null);

    // when
    var written = ContractJson.mapper().writeValueAsString(order);

    // then
    assertThat(ContractJson.mapper().readTree(written).has("input")).isFalse();
    assertThat(ContractJson.mapper().readValue(written, TaskOrder.class)).isEqualTo(order);
  }

  private static TaskOrder order(@Nullable TaskInput input) {
    return new TaskOrder(
        TaskId.next(),
        input,
        TaskQueue.NORMAL,
        null,
        null,
        null,
        Map.of(),
        null,
        Instant.parse("2026-11-29T08:00:00Z"));
  }
}

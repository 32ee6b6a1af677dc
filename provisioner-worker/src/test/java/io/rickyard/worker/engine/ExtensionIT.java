package io.rickyard.worker.engine;

import static io.rickyard.worker.engine.Commands.cancel;
import static io.rickyard.worker.engine.Commands.rules;
import static io.rickyard.worker.engine.Commands.submit;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.flow.FlowPause;
import io.rickyard.contracts.flow.FlowRules;
import io.rickyard.contracts.flow.FlowScope;
import io.rickyard.contracts.json.ContractJson;
import io.rickyard.contracts.task.ExtensionType;
import io.rickyard.contracts.task.TaskCommand.SubmitTask;
import io.rickyard.contracts.task.TaskEvent;
import io.rickyard.contracts.task.TaskInput;
import io.rickyard.testing.Eventually;
import io.rickyard.testing.Infrastructure;
import io.rickyard.testing.TestDatabase;
import io.rickyard.worker.extension.ExtensionHandler;
import io.rickyard.worker.extension.Greet;
import io.rickyard.worker.queue.FlowSight;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A class on the class path is all that a type of task needs. */
@ExtendWith(Infrastructure.class)
class ExtensionIT {

  private static final ExtensionType GREET = new ExtensionType("acme.greet");

  private EngineRig rig;

  @BeforeEach
  void open(TestDatabase database) {
    rig = new EngineRig(database);
  }

  @AfterEach
  void close() throws Exception {
    rig.close();
  }

  @Test
  void tasksOfAnExtensionsTypeRunStepByStep() {
    // given
    var engine = rig.start(greeting());
    var task = greet("{\"name\": \"Ada\", \"times\": 3}");

    // when
    rig.take(engine, task);

    // then
    var id = task.body().taskId();
    rig.awaitEnd(id);
    assertThat(rig.lives().of(id)).last().isInstanceOf(TaskEvent.TaskSucceeded.class);
    assertThat(rig.lives().of(id))
        .filteredOn(event -> event instanceof TaskEvent.StepCompleted)
        .hasSize(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                              | the field input.name is missing",
        "{\"name\": \"A\", \"times\": 11} | input: times lies between 1 and 10",
        "{\"name\": \"A\", \"shout\": true} | input: the field shout is not known"
      })
  void inputThatTheClassDoesNotTakeFailsTheTaskAtOnce(String input, String message) {
    // given
    var engine = rig.start(greeting());
    var task = greet(input);

    // when
    rig.take(engine, task);

    // then
    var id = task.body().taskId();
    rig.awaitEnd(id);
    assertThat(rig.lives().of(id))
        .last()
        .isInstanceOfSatisfying(
            TaskEvent.TaskFailed.class,
            failed -> {
              assertThat(failed.error().code()).isEqualTo(ExtensionHandler.NOT_ACCEPTED);
              assertThat(failed.error().message()).isEqualTo(message);
              assertThat(failed.error().retryable()).isFalse();
            });
  }

  @Test
  void attemptThatFailsIsTriedAgainAsTheClassSays() {
    // given
    var engine = rig.start(greeting());
    var mended = greet("{\"name\": \"Ada\", \"fail_attempts\": 2}");
    var hopeless = greet("{\"name\": \"Bob\", \"fail_attempts\": 3}");

    // when
    rig.take(engine, mended, hopeless);

    // then
    rig.awaitEnds(List.of(mended.body().taskId(), hopeless.body().taskId()));
    assertThat(rig.lives().of(mended.body().taskId()))
        .last()
        .isInstanceOf(TaskEvent.TaskSucceeded.class);
    assertThat(rig.lives().of(hopeless.body().taskId()))
        .last()
        .isInstanceOfSatisfying(
            TaskEvent.TaskFailed.class,
            failed -> assertThat(failed.error().code()).isEqualTo("nobody_there"));
  }

  @Test
  void runningTaskIsCancelled() {
    // given
    var engine = rig.start(greeting());
    var task = greet("{\"name\": \"Ada\", \"longest_pause\": \"PT1H\"}");
    rig.take(engine, task);
    Eventually.until(() -> rig.count("running") == 1);

    // when
    rig.take(engine, cancel(task.body().taskId()));

    // then
    rig.awaitEnd(task.body().taskId());
    assertThat(rig.lives().of(task.body().taskId()))
        .last()
        .isInstanceOf(TaskEvent.TaskCancelled.class);
  }

  @Test
  void taskWaitsVisiblyForAWorkerThatHasTheClass() {
    // given
    var without = rig.start();
    var task = greet("{\"name\": \"Ada\"}");
    rig.take(without, task);
    assertThat(new FlowSight(rig.transactions()).look().asking())
        .singleElement()
        .satisfies(asking -> assertThat(asking.kind().type()).isEqualTo(GREET));
    assertThat(rig.lives().ended(task.body().taskId())).isFalse();

    // when
    rig.start(greeting());

    // then
    rig.awaitEnd(task.body().taskId());
    assertThat(rig.lives().of(task.body().taskId()))
        .last()
        .isInstanceOf(TaskEvent.TaskSucceeded.class);
  }

  @Test
  void pauseOfTheTypeHoldsItsTasks() {
    // given
    var engine = rig.start(greeting());
    var pause = new FlowPause(FlowScope.of(GREET), "ops", Instant.now(), null);
    rig.take(engine, rules(1, new FlowRules(List.of(pause), List.of())));
    var task = greet("{\"name\": \"Ada\"}");

    // when
    rig.take(engine, task);

    // then
    assertThat(rig.count("ready")).isEqualTo(1);
    rig.take(engine, rules(2, FlowRules.NONE));
    rig.awaitEnd(task.body().taskId());
  }

  private static ExtensionHandler<Greet.Input> greeting() {
    return new ExtensionHandler<>(new Greet());
  }

  private static Envelope<SubmitTask> greet(String input) {
    try {
      var fields = (ObjectNode) ContractJson.mapper().readTree(input);
      return submit(new TaskInput.Extension(GREET, fields));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(input, e);
    }
  }
}

package io.rickyard.worker.storm;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Storms: everything that can happen to tasks, in random order, on two workers and real PostgreSQL,
 * against a model in memory.
 *
 * <ul>
 *   <li>{@code -Drickyard.storm.seed=17} repeats one,
 *   <li>{@code -Drickyard.storm.seeds=500} lets so many others happen,
 *   <li>{@code -Drickyard.storm.operations=400} makes them longer,
 *   <li>{@code -Drickyard.storm.shrinking=600} looks so many seconds for a smaller one that fails.
 * </ul>
 */
class TaskStormIT {

  private static final Logger LOG = LoggerFactory.getLogger(TaskStormIT.class);
  private static final int FIXED_SEEDS = 8;
  private static final int USUAL_LENGTH = 90;
  private static final int USUAL_SHRINKING = 60;

  /** In a build always the same ones, so that a build says something about the change alone. */
  static LongStream seeds() {
    long first = System.nanoTime() & 0xffff_ffffL;
    return set("seed")
        .map(LongStream::of)
        .or(() -> set("seeds").map(number -> LongStream.range(first, first + number)))
        .orElseGet(() -> LongStream.rangeClosed(1, FIXED_SEEDS));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whateverHappensEachTaskEndsOnceAndNoRuleIsBroken(long seed) {
    int length = set("operations").map(Math::toIntExact).orElse(USUAL_LENGTH);
    var storm = StormMaker.draw(seed, length);
    LOG.info(
        "event=storm seed={} operations={} tasks={}",
        seed,
        storm.operations().size(),
        storm.tasks().size());
    Optional<AssertionError> failure = failure(storm);
    if (failure.isPresent()) {
      LOG.error(
          "event=storm_failed seed={} follows=\"looks for a smaller one\"", seed, failure.get());
      var within = Duration.ofSeconds(set("shrinking").orElse((long) USUAL_SHRINKING));
      var smallest = Shrinking.of(storm, smaller -> failure(smaller).isPresent(), within);
      throw new AssertionError(
          "Seed %d: %s%n%d of %d operations still do it:%n%s"
              .formatted(
                  seed,
                  failure.get().getMessage(),
                  smallest.operations().size(),
                  storm.operations().size(),
                  smallest.describe()),
          failure.get());
    }
  }

  /** The end of a change, and that its handler has heard of it, are each committed unheard. */
  @Test
  void anEndWhoseCommitIsNotAnsweredIsHeardAndItsLaneIsLetGoOfOnce() {
    List<TaskPlan> changes = new ArrayList<>();
    List<Operation> operations = new ArrayList<>();
    for (int number = 1; number <= 6; number++) {
      changes.add(StormMaker.gatedChange(number));
      operations.add(new Operation.Deliver(0, List.of(new Command.Submit(number))));
    }
    for (int number = 1; number <= 6; number++) {
      operations.add(new Operation.Settle());
      for (int slot = 0; slot < World.SLOTS; slot++) {
        operations.add(new Operation.LoseAnswer(slot, "worker-commits"));
      }
      operations.add(new Operation.Open(number));
    }
    assertThat(failure(new Storm(changes, operations))).isEmpty();
  }

  private static Optional<AssertionError> failure(Storm storm) {
    try (var world = new World(storm)) {
      for (Operation operation : storm.operations()) {
        world.happens(operation);
      }
      world.calms();
      world.findings().requireNone();
      return Optional.empty();
    } catch (AssertionError e) {
      return Optional.of(e);
    } catch (SQLException e) {
      throw new IllegalStateException("The tests' own connection broke", e);
    }
  }

  private static Optional<Long> set(String name) {
    return Optional.ofNullable(Long.getLong("rickyard.storm." + name));
  }
}

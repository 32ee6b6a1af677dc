package io.rickyard.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.systemtests.fault.FaultPlan;
import io.rickyard.systemtests.fault.FaultRun;
import io.rickyard.systemtests.fault.SmallDisk;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Every part in a process of its own, under load, killed, paused and without room on its disk at
 * moments that a seed decides: one round of the same plan here, more and other ones by {@code
 * infra/bench/faults} or {@code -Dfaults.seed}.
 */
class FaultIT {

  private static final long SEED = Long.getLong("faults.seed", 7);
  private static final int PER_SECOND = 40;

  /** The gateway's for the services behind it, and something for a slow machine. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private Workspace workspace;

  @BeforeEach
  void prepare() throws IOException {
    workspace = Workspace.create();
  }

  @AfterEach
  void clear() throws IOException {
    workspace.close();
  }

  @Test
  void everyAcknowledgedTaskEndsOnceWhoeverIsKilledOrStopped() throws Exception {
    // when
    var report = run(EnumSet.of(FaultPlan.Kind.KILL, FaultPlan.Kind.PAUSE));

    // then
    assertThat(report.broken()).as("seed " + SEED).isEmpty();
    assertThat(report.acknowledged()).isGreaterThan(1_000);
    assertThat(report.losses()).isPositive();
    assertThat(report.breaks()).isPositive();
  }

  @Test
  void everyAcknowledgedTaskEndsOnceThoughDisksAreFull() throws Exception {
    // given
    Programs.need(
        SmallDisk.possible(), "RICKYARD_REQUIRE_MOUNT", "the right to mount file systems");

    // when
    var report = run(EnumSet.of(FaultPlan.Kind.FULL_DISK));

    // then
    assertThat(report.broken()).as("seed " + SEED).isEmpty();
    assertThat(report.refusals())
        .containsKey("507 storage_full")
        .doesNotContainKey(FaultRun.UNANSWERED);
    assertThat(report.otherRefusals().keySet())
        .anyMatch(refusal -> refusal.startsWith("line of a batch 503"));
    assertThat(report.slowest()).isLessThan(PATIENCE);
  }

  private FaultRun.Report run(Set<FaultPlan.Kind> kinds) throws Exception {
    return FaultRun.run(
        new FaultRun.Settings(
            Workspace.repository(),
            workspace.path(),
            SEED,
            PER_SECOND,
            kinds,
            () -> false,
            System.out));
  }
}

package io.rickyard.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.systemtests.fault.FaultPlan;
import io.rickyard.systemtests.fault.FaultRun;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Every part in a process of its own, under load, killed and paused at moments that a seed decides:
 * one round of the same plan here, more and other ones by {@code infra/bench/faults} or {@code
 * -Dfaults.seed}.
 */
class FaultIT {

  private static final long SEED = Long.getLong("faults.seed", 7);
  private static final int PER_SECOND = 40;

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

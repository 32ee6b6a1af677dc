package io.rickyard.org.http;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.TaskId;
import io.rickyard.org.branch.Branch;
import io.rickyard.org.branch.BranchNote;
import io.rickyard.org.branch.Branches;
import io.rickyard.org.organization.DisplayName;
import io.rickyard.org.project.Region;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Branches on the wire. */
final class BranchForms {

  private BranchForms() {}

  /** A branch to be. */
  record NewBranch(
      @Nullable String name,
      @Nullable String gitBranch,
      @Nullable Integer prNumber,
      @Nullable Boolean persistent,
      @Nullable String region) {
    BranchNote note() {
      return Reading.of(() ->
          new BranchNote(
              new DisplayName(name == null ? "" : name),
              gitBranch,
              prNumber,
              Boolean.TRUE.equals(persistent)));
    }

    @Nullable Region where() {
      return region == null ? null : Reading.of(() -> new Region(region));
    }
  }

  /** What is to be said of a branch; what is left out stays. */
  record Change(
      @Nullable String name,
      @Nullable String gitBranch,
      @Nullable Integer prNumber,
      @Nullable Boolean persistent) {
    BranchNote of(BranchNote before) {
      return Reading.of(() ->
          new BranchNote(
              name == null ? before.name() : new DisplayName(name),
              gitBranch == null ? before.gitBranch() : gitBranch,
              prNumber == null ? before.pullRequest() : prNumber,
              persistent == null ? before.persistent() : persistent));
    }
  }

  /** A branch. */
  record BranchForm(
      UUID id,
      ProjectRef project,
      ProjectRef parent,
      OrganizationId organization,
      String name,
      @Nullable String gitBranch,
      @Nullable Integer prNumber,
      boolean persistent,
      TaskId task,
      Instant createdAt,
      Instant updatedAt) {
    static BranchForm of(Branch branch) {
      var note = branch.note();
      return new BranchForm(
          branch.id().value(),
          branch.project(),
          branch.parent(),
          branch.organization(),
          note.name().value(),
          note.gitBranch(),
          note.pullRequest(),
          note.persistent(),
          branch.task(),
          branch.createdAt(),
          branch.updatedAt());
    }
  }

  /** A branch that was promised. */
  record MadeForm(BranchForm branch, AcceptanceForm acceptance) {
    static MadeForm of(Branches.Made made) {
      return new MadeForm(BranchForm.of(made.branch()), AcceptanceForm.of(made.acceptance()));
    }
  }
}

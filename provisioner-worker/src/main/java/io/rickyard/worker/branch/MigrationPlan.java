package io.rickyard.worker.branch;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.rickyard.contracts.task.MigrationCourse;
import io.rickyard.worker.sql.MigrationTransfer.Applied;
import io.rickyard.worker.task.TaskFailure;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which migrations go over.
 *
 * <ol>
 *   <li>Those of the source up to the version that was asked for.
 *   <li>Onto an emptied database all of them.
 *   <li>Else none may stand in both histories with other SQL.
 *   <li>Onto a parent nothing goes that was not tried with all that the parent has: it has to be
 *       pushed onto the branch first.
 *   <li>Those that the target has already stay.
 * </ol>
 *
 * @param versions in the order in which they are applied
 */
record MigrationPlan(List<String> versions) {

  /** More of them say no more. */
  private static final int MOST_NAMED = 10;

  MigrationPlan {
    versions = List.copyOf(versions);
  }

  static MigrationPlan of(
      MigrationCourse course, List<Applied> source, List<Applied> target, @Nullable String upTo)
      throws TaskFailure {
    if (upTo != null && source.stream().noneMatch(one -> one.version().equals(upTo))) {
      throw new TaskFailure(
          "migration_unknown", "There is no migration " + upTo + " in that history", false);
    }
    var wanted =
        source.stream()
            .filter(one -> upTo == null || one.version().compareTo(upTo) <= 0)
            .sorted((one, other) -> one.version().compareTo(other.version()))
            .toList();
    if (course == MigrationCourse.RESET) {
      return new MigrationPlan(wanted.stream().map(Applied::version).toList());
    }
    requireSame(wanted, target);
    if (course == MigrationCourse.MERGE) {
      requireNoneElse(source, target);
    }
    var there = versions(target);
    return new MigrationPlan(
        wanted.stream().map(Applied::version).filter(one -> !there.contains(one)).toList());
  }

  private static void requireSame(List<Applied> wanted, List<Applied> target) throws TaskFailure {
    var digests = target.stream().collect(toMap(Applied::version, Applied::digest));
    var other =
        wanted.stream()
            .filter(one -> !one.digest().equals(digests.getOrDefault(one.version(), one.digest())))
            .map(Applied::version)
            .toList();
    if (!other.isEmpty()) {
      throw new TaskFailure(
          "migrations_differ",
          "Both histories have these versions, with other SQL: " + named(other),
          false);
    }
  }

  private static void requireNoneElse(List<Applied> source, List<Applied> target)
      throws TaskFailure {
    var there = versions(source);
    var others = target.stream().map(Applied::version).filter(one -> !there.contains(one)).toList();
    if (!others.isEmpty()) {
      throw new TaskFailure(
          "histories_diverged",
          "The parent has migrations that the branch lacks: %s. Push them onto the branch first"
              .formatted(named(others)),
          false);
    }
  }

  private static Set<String> versions(List<Applied> all) {
    return all.stream().map(Applied::version).collect(toSet());
  }

  private static String named(List<String> versions) {
    return versions.stream().sorted().limit(MOST_NAMED).collect(joining(", "))
        + (versions.size() > MOST_NAMED
            ? " and %d more".formatted(versions.size() - MOST_NAMED)
            : "");
  }
}

package io.rickyard.org.cron;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import io.rickyard.org.schedule.CronTimes;
import io.rickyard.org.schedule.Timing;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Cron expressions of five fields, as cron-utils reads them, with rules of our own for the two days
 * a year on which clocks are changed, for the library loses what falls into the skipped hour.
 *
 * <ol>
 *   <li>An expression whose hour is {@code *} goes by the time that passes: nothing is due in the
 *       skipped hour, and the doubled hour counts twice.
 *   <li>Any other names times of the day: one within the skipped hour is due at the moment at which
 *       the clocks are changed, several of them once; one within the doubled hour is due the first
 *       time only.
 * </ol>
 */
public final class CronExpressions implements CronTimes {

  private final CronParser parser =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

  @Override
  public Optional<Instant> next(Timing.Cron cron, Instant after) {
    var times = read(cron);
    if (everyHour(cron)) {
      return times.nextExecution(after.atZone(cron.zone())).map(ZonedDateTime::toInstant);
    }
    return first(
        LocalDateTime.ofInstant(after, cron.zone()),
        local -> times.nextExecution(local.atZone(ZoneOffset.UTC)),
        cron.zone(),
        due -> due.isAfter(after) ? due : null);
  }

  @Override
  public Optional<Instant> latest(Timing.Cron cron, Instant until) {
    var times = read(cron);
    if (everyHour(cron)) {
      return times
          .lastExecution(until.plusNanos(1).atZone(cron.zone()))
          .map(ZonedDateTime::toInstant);
    }
    return first(
        passed(until, cron.zone()).plusNanos(1),
        local -> times.lastExecution(local.atZone(ZoneOffset.UTC)),
        cron.zone(),
        due -> due.isAfter(until) ? null : due);
  }

  /** Walks from one time of the day to the next until one fits. */
  private static Optional<Instant> first(
      LocalDateTime start, Step step, ZoneId zone, UnaryOperator<@Nullable Instant> fitting) {
    Optional<ZonedDateTime> local = step.from(start);
    while (local.isPresent()) {
      var due = fitting.apply(moment(local.get().toLocalDateTime(), zone));
      if (due != null) {
        return Optional.of(due);
      }
      local = step.from(local.get().toLocalDateTime());
    }
    return Optional.empty();
  }

  /** From one time of the day that the expression names to its neighbour. */
  @FunctionalInterface
  private interface Step {
    Optional<ZonedDateTime> from(LocalDateTime local);
  }

  /** When a time of the day is due; what comes later on the dial is never due earlier. */
  private static Instant moment(LocalDateTime local, ZoneId zone) {
    ZoneOffsetTransition change = zone.getRules().getTransition(local);
    if (change != null && change.isGap()) {
      return change.getInstant();
    }
    return ZonedDateTime.ofLocal(local, zone, null).toInstant();
  }

  /** The last time on the dial that is not in the future; in a doubled hour, the hour's end. */
  private static LocalDateTime passed(Instant until, ZoneId zone) {
    var local = LocalDateTime.ofInstant(until, zone);
    ZoneOffsetTransition change = zone.getRules().getTransition(local);
    boolean secondTime =
        change != null && change.isOverlap() && !until.isBefore(change.getInstant());
    return secondTime ? change.getDateTimeBefore().minusNanos(1) : local;
  }

  private static boolean everyHour(Timing.Cron cron) {
    return cron.expression().strip().split("\\s+", -1)[1].equals("*");
  }

  private ExecutionTime read(Timing.Cron cron) {
    try {
      Cron read = parser.parse(cron.expression());
      return ExecutionTime.forCron(read);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "The cron expression cannot be read: " + e.getMessage(), e);
    }
  }
}

package io.rickyard.org.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.org.refusal.Refusal;
import io.rickyard.org.refusal.Refused;
import io.rickyard.org.schedule.Schedule;
import io.rickyard.org.schedule.ScheduleRules;
import io.rickyard.org.schedule.ScheduleState;
import io.rickyard.org.schedule.Schedules;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Schedules, for the gateway. */
@Controller("/schedules")
@Secured(SecurityRule.IS_AUTHENTICATED)
final class ScheduleController {

  private static final int MOST_PER_PAGE = 100;
  private static final int USUAL_PER_PAGE = 50;
  private static final int NEXT_RUNS = 5;
  private static final int LAST_RUNS = 20;

  private final Schedules schedules;
  private final ScheduleRules rules;
  private final Inputs inputs;
  private final Clock clock;

  ScheduleController(Schedules schedules, ScheduleRules rules, Inputs inputs, Clock clock) {
    this.schedules = schedules;
    this.rules = rules;
    this.inputs = inputs;
    this.clock = clock;
  }

  @Get("{?organization,limit,after}")
  HookForms.Page<ScheduleForms.ScheduleForm> list(
      Authentication authentication,
      @Nullable @QueryValue String organization,
      @Nullable @QueryValue Integer limit,
      @Nullable @QueryValue String after) {
    int size = limit == null ? USUAL_PER_PAGE : limit;
    if (size < 1 || size > MOST_PER_PAGE) {
      throw new Refused(Refusal.INVALID, "limit lies between 1 and " + MOST_PER_PAGE);
    }
    var page =
        schedules.of(
            Callers.user(authentication),
            Optional.ofNullable(organization).map(Reading::organization),
            Optional.ofNullable(after).map(Reading::schedule),
            size);
    return new HookForms.Page<>(
        page.stream().map(ScheduleForms.ScheduleForm::of).toList(),
        page.size() < size ? null : page.getLast().id().toString());
  }

  @Post
  @Status(HttpStatus.CREATED)
  ScheduleForms.ScheduleForm create(
      Authentication authentication,
      HttpRequest<?> request,
      @Body ScheduleForms.NewScheduleForm form) {
    var wanted = form.read(inputs, clock.instant());
    var key = form.idempotency() == null ? null : form.idempotency().read();
    return shown(schedules.create(Callers.deed(authentication, request), wanted, key), List.of());
  }

  @Get("/{id}")
  ScheduleForms.ScheduleForm get(Authentication authentication, String id) {
    var user = Callers.user(authentication);
    var schedule = schedules.get(user, Reading.schedule(id));
    var runs = schedules.runs(user, schedule.id(), LAST_RUNS);
    return shown(schedule, runs.stream().map(ScheduleForms.RunForm::of).toList());
  }

  @Post("/{id}/pause")
  ScheduleForms.ScheduleForm pause(
      Authentication authentication, HttpRequest<?> request, String id) {
    return changed(authentication, request, id, ScheduleState.Change.PAUSE);
  }

  @Post("/{id}/resume")
  ScheduleForms.ScheduleForm resume(
      Authentication authentication, HttpRequest<?> request, String id) {
    return changed(authentication, request, id, ScheduleState.Change.RESUME);
  }

  @Post("/{id}/run")
  @Status(HttpStatus.ACCEPTED)
  AcceptanceForm run(
      Authentication authentication,
      HttpRequest<?> request,
      String id,
      @Body ScheduleForms.RunNowForm form) {
    var key = form.idempotency() == null ? null : form.idempotency().read();
    return AcceptanceForm.of(
        schedules.runNow(Callers.deed(authentication, request), Reading.schedule(id), key));
  }

  @Delete("/{id}")
  @Status(HttpStatus.NO_CONTENT)
  void delete(Authentication authentication, HttpRequest<?> request, String id) {
    schedules.delete(Callers.deed(authentication, request), Reading.schedule(id));
  }

  private ScheduleForms.ScheduleForm changed(
      Authentication authentication,
      HttpRequest<?> request,
      String id,
      ScheduleState.Change change) {
    var deed = Callers.deed(authentication, request);
    var schedule = schedules.change(deed, Reading.schedule(id), change);
    return shown(schedule, null);
  }

  private ScheduleForms.ScheduleForm shown(
      Schedule schedule, @Nullable List<ScheduleForms.RunForm> last) {
    return ScheduleForms.ScheduleForm.of(schedule, next(schedule), last);
  }

  /** What is due already and what follows it, as long as nothing is passed over. */
  private List<Instant> next(Schedule schedule) {
    return switch (schedule.state()) {
      case ACTIVE ->
          Stream.concat(
                  Stream.ofNullable(schedule.nextAt()),
                  Stream.ofNullable(schedule.nextAt())
                      .flatMap(first ->
                          rules
                              .occurrences()
                              .upcoming(schedule.timing(), first, NEXT_RUNS - 1)
                              .stream()))
              .toList();
      case PAUSED, SUSPENDED, ENDED -> List.of();
    };
  }
}

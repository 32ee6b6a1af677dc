package io.rickyard.worker.http;

import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.sse.Event;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.service.identity.Caller;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import io.rickyard.worker.log.Cursor;
import io.rickyard.worker.log.LogQuery;
import io.rickyard.worker.log.StackLogs;
import io.rickyard.worker.stack.LogLine;
import io.rickyard.worker.stack.RuntimeUnavailable;
import io.rickyard.worker.stack.StackLedger;
import io.rickyard.worker.stack.StackRuntime;
import io.rickyard.worker.stack.StackVault;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.reactivestreams.Publisher;

/** What the services of a project wrote, for the members of its organization; changes nothing. */
@Controller("/stacks/{ref}/logs")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ExecuteOn(TaskExecutors.BLOCKING)
@Requires(bean = StackLedger.class)
final class LogController {

  private static final Duration LATER = Duration.ofSeconds(2);

  private final VisibleStacks stacks;
  private final Clock clock;
  private final StackLogs logs;

  LogController(VisibleStacks stacks, StackRuntime runtime, StackVault vault, Clock clock) {
    this.stacks = stacks;
    this.clock = clock;
    this.logs = new StackLogs(runtime, vault, clock);
  }

  /** Lines on the wire. */
  record PageForm(List<LogLine> data, String next) {}

  @Get
  PageForm page(
      Authentication authentication,
      String ref,
      @Nullable @QueryValue String service,
      @Nullable @QueryValue String since,
      @Nullable @QueryValue String after,
      @QueryValue(defaultValue = "200") int limit)
      throws InterruptedException {
    var stack = stacks.get(Caller.of(authentication), ref);
    try {
      var page = logs.page(stack, query(service, since, after, limit));
      return new PageForm(page.lines(), page.next().toString());
    } catch (RuntimeUnavailable e) {
      throw new RequestRefused(
          ErrorCode.SERVICE_UNAVAILABLE, String.valueOf(e.getMessage()), LATER);
    } catch (StackLogs.Busy e) {
      throw new RequestRefused(ErrorCode.BUSY, String.valueOf(e.getMessage()), LATER);
    }
  }

  @Get(produces = MediaType.TEXT_EVENT_STREAM)
  Publisher<Event<String>> stream(
      Authentication authentication,
      String ref,
      @Nullable @QueryValue String service,
      @Nullable @QueryValue String since,
      @Nullable @Header("Last-Event-ID") String last,
      @QueryValue(defaultValue = "200") int limit) {
    var caller = Caller.of(authentication);
    var _ = stacks.get(caller, ref);
    var after = last == null || last.isEmpty() ? null : last;
    return new LineStream(
        logs, query(service, since, after, limit), () -> stacks.find(caller, ref));
  }

  private LogQuery query(
      @Nullable String service, @Nullable String since, @Nullable String after, int limit) {
    try {
      return new LogQuery(
          services(service),
          since == null ? null : time(since),
          after == null ? null : Cursor.parse(after),
          limit);
    } catch (IllegalArgumentException e) {
      throw new RequestRefused(ErrorCode.INVALID_REQUEST, String.valueOf(e.getMessage()));
    }
  }

  private static Set<String> services(@Nullable String names) {
    return names == null
        ? Set.of()
        : Arrays.stream(names.split(",", -1))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toSet());
  }

  /** A time, or how long ago. */
  private Instant time(String since) {
    try {
      return since.startsWith("P")
          ? clock.instant().minus(Duration.parse(since))
          : Instant.parse(since);
    } catch (DateTimeParseException | ArithmeticException e) {
      throw new IllegalArgumentException(
          "since is a time like 2026-11-20T12:00:00Z, or a time span like PT10M", e);
    }
  }
}

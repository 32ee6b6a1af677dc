package io.rickyard.bridge.http;

import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.sse.Event;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.bridge.stream.Mailbox;
import io.rickyard.bridge.stream.OpenStreams;
import io.rickyard.bridge.stream.StatusUnavailable;
import io.rickyard.bridge.tasklog.LogStream;
import io.rickyard.bridge.tasklog.NewLines;
import io.rickyard.bridge.tasklog.TaskLogs;
import io.rickyard.contracts.TaskId;
import io.rickyard.service.identity.Caller;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A task's log as it is written. */
@Controller("/tasks/{id}/log")
@Secured(SecurityRule.IS_AUTHENTICATED)
class TaskLogController {

  private static final Logger LOG = LoggerFactory.getLogger(TaskLogController.class);

  /** A projection that lags further than this has other troubles; the client comes again. */
  private static final Duration NOT_YET = Duration.ofSeconds(30);

  private final TaskLogs logs;
  private final NewLines newLines;
  private final OpenStreams streams;

  TaskLogController(TaskLogs logs, NewLines newLines, OpenStreams streams) {
    this.streams = streams;
    this.logs = logs;
    this.newLines = newLines;
  }

  @Get(produces = MediaType.TEXT_EVENT_STREAM)
  @ExecuteOn(TaskExecutors.BLOCKING)
  Publisher<Event<String>> log(
      Authentication authentication,
      @PathVariable String id,
      @Nullable @Header("Last-Event-ID") String lastEventId,
      @Nullable @Header("Rickyard-Position") String accepted) {
    TaskId task = task(id);
    var caller = Caller.of(authentication);
    String user = caller.subject();
    // Who shows where the command stands was promised the task, which may not be projected yet.
    Duration patience = accepted == null ? Duration.ZERO : NOT_YET;
    if (patience.isZero() && !maySee(task, user)) {
      throw new RequestRefused(ErrorCode.NOT_FOUND, "There is no task " + id);
    }
    long after =
        lastEventId != null && lastEventId.matches("[0-9]{1,18}") ? Long.parseLong(lastEventId) : 0;
    return new FramePublisher(
        streams,
        Holders.of(caller),
        mailbox ->
            new LogStream(logs, newLines, task.value(), user, mailbox, after, patience).run(),
        Mailbox::cancel);
  }

  private boolean maySee(TaskId task, String user) {
    try {
      return logs.state(task.value(), user).isPresent();
    } catch (StatusUnavailable e) {
      LOG.warn("event=log_refused task={} follows=\"its reader comes again\"", task, e);
      throw new RequestRefused(ErrorCode.SERVICE_UNAVAILABLE, "The log cannot be read now");
    }
  }

  private static TaskId task(String id) {
    try {
      return TaskId.parse(id);
    } catch (IllegalArgumentException e) {
      throw new RequestRefused(ErrorCode.NOT_FOUND, "There is no task " + id);
    }
  }
}

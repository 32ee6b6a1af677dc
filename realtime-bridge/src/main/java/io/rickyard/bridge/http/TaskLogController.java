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
import io.rickyard.bridge.jdbc.LogFollower;
import io.rickyard.bridge.jdbc.TaskLogView;
import io.rickyard.bridge.stream.Mailbox;
import io.rickyard.contracts.TaskId;
import io.rickyard.service.identity.Caller;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/** A task's log as it is written. */
@Controller("/tasks/{id}/log")
@Secured(SecurityRule.IS_AUTHENTICATED)
class TaskLogController {

  private final TaskLogView view;
  private final LogFollower follower;

  TaskLogController(TaskLogView view, LogFollower follower) {
    this.view = view;
    this.follower = follower;
  }

  @Get(produces = MediaType.TEXT_EVENT_STREAM)
  @ExecuteOn(TaskExecutors.BLOCKING)
  Publisher<Event<String>> log(
      Authentication authentication,
      @PathVariable String id,
      @Nullable @Header("Last-Event-ID") String lastEventId) {
    TaskId task = task(id);
    String user = Caller.of(authentication).subject();
    if (view.state(task.value(), user).isEmpty()) {
      throw new RequestRefused(ErrorCode.NOT_FOUND, "There is no task " + id);
    }
    long after =
        lastEventId != null && lastEventId.matches("[0-9]{1,18}") ? Long.parseLong(lastEventId) : 0;
    return new FramePublisher(
        mailbox -> new LogStream(view, follower, task, user, mailbox).run(after), Mailbox::cancel);
  }

  private static TaskId task(String id) {
    try {
      return TaskId.parse(id);
    } catch (IllegalArgumentException e) {
      throw new RequestRefused(ErrorCode.NOT_FOUND, "There is no task " + id);
    }
  }
}

package io.rickyard.bridge.http;

import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.sse.Event;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.bridge.stream.EventId;
import io.rickyard.bridge.stream.EventTail;
import io.rickyard.bridge.stream.Interest;
import io.rickyard.bridge.stream.LogPosition;
import io.rickyard.bridge.stream.OpenStreams;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.TaskId;
import io.rickyard.service.identity.Caller;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/** The live stream: a snapshot, then changes. */
@Controller("/events")
@Secured(SecurityRule.IS_AUTHENTICATED)
class EventsController {

  /** A place in no log, so that the stream begins with a reset. */
  private static final EventId UNKNOWN = new EventId(new LogPosition(0, 0), "");

  private final EventTail tail;
  private final OpenStreams streams;

  EventsController(EventTail tail, OpenStreams streams) {
    this.tail = tail;
    this.streams = streams;
  }

  @Get(produces = MediaType.TEXT_EVENT_STREAM)
  Publisher<Event<String>> events(
      Authentication authentication,
      @Nullable @QueryValue String organization,
      @Nullable @QueryValue String project,
      @Nullable @QueryValue String task,
      @Nullable @Header("Last-Event-ID") String lastEventId) {
    var caller = Caller.of(authentication);
    var interest =
        new Interest(
            caller.subject(),
            checked("organization", organization, value -> new OrganizationId(value).value()),
            checked("project", project, value -> new ProjectRef(value).value()),
            checked("task", task, value -> TaskId.parse(value).toString()),
            null);
    var last =
        lastEventId == null || lastEventId.isEmpty()
            ? null
            : EventId.parse(lastEventId).orElse(UNKNOWN);
    return new FramePublisher(
        streams, Holders.of(caller), mailbox -> tail.follow(interest, mailbox, last), tail::leave);
  }

  private static @Nullable String checked(
      String field, @Nullable String value, Function<String, String> form) {
    if (value == null) {
      return null;
    }
    try {
      return form.apply(value);
    } catch (IllegalArgumentException e) {
      throw new RequestRefused(ErrorCode.INVALID_REQUEST, field + ": " + e.getMessage());
    }
  }
}

package io.rickyard.gateway.upstream;

import io.rickyard.gateway.call.Call;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Schedules, at org-service. */
@Singleton
public final class ScheduleClient {

  private static final Target SCHEDULES = Target.of(Upstream.ORG, "/schedules");

  private final InternalHttp http;

  ScheduleClient(InternalHttp http) {
    this.http = http;
  }

  /** The schedules of an organization, or of all that the caller belongs to. */
  public Answer list(
      @Nullable String organization, @Nullable String limit, @Nullable String after, Call call) {
    return http.get(
        SCHEDULES.with("organization", organization).with("limit", limit).with("after", after),
        call);
  }

  /** Makes a schedule. */
  public Answer create(Object schedule, Call call) {
    return http.send("POST", SCHEDULES, schedule, call);
  }

  /** One schedule. */
  public Answer get(String id, Call call) {
    return http.get(SCHEDULES.segment(id), call);
  }

  /** Asks something of a schedule, such as to pause. */
  public Answer act(String id, String verb, Object body, Call call) {
    return http.send("POST", SCHEDULES.segment(id).segment(verb), body, call);
  }

  /** Removes a schedule. */
  public void delete(String id, Call call) {
    http.send("DELETE", SCHEDULES.segment(id), null, call);
  }
}

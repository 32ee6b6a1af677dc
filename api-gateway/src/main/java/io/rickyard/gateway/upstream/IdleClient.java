package io.rickyard.gateway.upstream;

import io.rickyard.contracts.ProjectRef;
import io.rickyard.gateway.call.Call;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Projects that are paused when nobody uses them, at org-service. */
@Singleton
public final class IdleClient {

  private static final Target PROJECTS = Target.of(Upstream.ORG, "/projects");
  private static final Target STOPS = Target.of(Upstream.ORG, "/idle-stops");

  private final InternalHttp http;
  private final ServiceToken serviceToken;

  private record Due(List<ProjectRef> projects) {}

  private record Happening(boolean happening) {}

  IdleClient(InternalHttp http, ServiceToken serviceToken) {
    this.http = http;
    this.serviceToken = serviceToken;
  }

  /** What is wanted for a project. */
  public Answer get(String ref, Call call) {
    return http.get(wanted(ref), call);
  }

  /** Has a project paused when nobody uses it. */
  public Answer set(String ref, Object wanted, Call call) {
    return http.send("PUT", wanted(ref), wanted, call);
  }

  /** Lets a project run, used or not. */
  public void remove(String ref, Call call) {
    http.send("DELETE", wanted(ref), null, call);
  }

  /** Projects that were not used for their time, as far as org-service was told. */
  public List<ProjectRef> due() {
    return List.copyOf(http.get(STOPS.segment("due"), serviceToken.get()).as(Due.class).projects());
  }

  /** Tells that somebody uses these projects. */
  public void used(Collection<ProjectRef> projects) {
    http.send("POST", STOPS.segment("used"), Map.of("projects", projects), serviceToken.get());
  }

  /** Has a project paused that is still due. */
  public boolean stop(ProjectRef project) {
    return happens(project, "stop");
  }

  /** Has a project resumed that was paused because nobody used it; whether it is on its way up. */
  public boolean wake(ProjectRef project) {
    try {
      return happens(project, "wake");
    } catch (RequestRefused refused) {
      if (refused.code() == ErrorCode.NOT_FOUND) {
        return false; // an org-service that does not know of it yet
      }
      throw refused;
    }
  }

  private boolean happens(ProjectRef project, String what) {
    var target = STOPS.segment(project.value()).segment(what);
    return http.send("POST", target, Map.of(), serviceToken.get()).as(Happening.class).happening();
  }

  private static Target wanted(String ref) {
    return PROJECTS.segment(ref).segment("idle-stop");
  }
}

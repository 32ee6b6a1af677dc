package io.rickyard.gateway.upstream;

import io.rickyard.contracts.DomainName;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.gateway.call.Call;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Domains of projects, at org-service. */
@Singleton
public final class DomainClient {

  private static final Target PROJECTS = Target.of(Upstream.ORG, "/projects");
  private static final Target DOMAINS = Target.of(Upstream.ORG, "/domains");

  private final InternalHttp http;
  private final ServiceToken serviceToken;

  private record Route(ProjectRef project) {}

  DomainClient(InternalHttp http, ServiceToken serviceToken) {
    this.http = http;
    this.serviceToken = serviceToken;
  }

  /** A project's domains. */
  public Answer list(String ref, Call call) {
    return http.get(domains(ref), call);
  }

  /** Claims one. */
  public Answer claim(String ref, DomainName name, Call call) {
    return http.send("POST", domains(ref), Map.of("name", name.value()), call);
  }

  /** Has a claim proved. */
  public Answer verify(String ref, String name, @Nullable Object how, Call call) {
    return http.send("POST", domains(ref).segment(name).segment("verify"), how, call);
  }

  /** Gives one up. */
  public void remove(String ref, String name, Call call) {
    http.send("DELETE", domains(ref).segment(name), null, call);
  }

  /** Where a host's requests go, whoever makes them. */
  public Optional<ProjectRef> routed(DomainName name) {
    try {
      var route = http.get(DOMAINS.segment(name.value()), serviceToken.get());
      return Optional.of(route.as(Route.class).project());
    } catch (RequestRefused refused) {
      if (refused.code() == ErrorCode.NOT_FOUND) {
        return Optional.empty();
      }
      throw refused;
    }
  }

  private static Target domains(String ref) {
    return PROJECTS.segment(ref).segment("domains");
  }
}

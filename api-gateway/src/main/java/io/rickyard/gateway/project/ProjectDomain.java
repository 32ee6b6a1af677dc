package io.rickyard.gateway.project;

import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Value;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.service.InvalidSetting;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Under which names projects are reached.
 *
 * @param domain what stands behind the reference and a dot
 * @param idleTimeout after how long a silence an answer or a WebSocket is given up
 */
@Context
record ProjectDomain(String domain, Duration idleTimeout) {

  private static final String DOMAIN = "rickyard.gateway.projects.domain";
  private static final String IDLE_TIMEOUT = "rickyard.gateway.projects.idle-timeout";
  private static final Pattern NAME =
      Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");
  private static final Pattern HOST = Pattern.compile("([a-z]{20})\\.([a-z0-9.-]+)(:[0-9]{1,5})?");

  @Inject
  ProjectDomain(
      @Value("${" + DOMAIN + ":localhost}") String domain,
      @Value("${" + IDLE_TIMEOUT + ":5m}") Duration idleTimeout) {
    if (!NAME.matcher(domain).matches()) {
      throw new InvalidSetting(DOMAIN, "is no domain in lower case: " + domain);
    }
    if (!idleTimeout.isPositive()) {
      throw new InvalidSetting(IDLE_TIMEOUT, "is not above zero");
    }
    this.domain = domain;
    this.idleTimeout = idleTimeout;
  }

  /**
   * The project whose name a request carries, in exactly one Host header and exactly as it is
   * spelled; everything else is no project's.
   */
  Optional<ProjectRef> project(HttpRequest request) {
    var hosts = request.headers().getAll(HttpHeaderNames.HOST);
    if (hosts.size() != 1) {
      return Optional.empty();
    }
    var host = HOST.matcher(hosts.getFirst());
    return host.matches() && host.group(2).equals(domain)
        ? Optional.of(new ProjectRef(host.group(1)))
        : Optional.empty();
  }
}

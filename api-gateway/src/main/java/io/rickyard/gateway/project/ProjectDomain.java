package io.rickyard.gateway.project;

import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Value;
import io.rickyard.service.InvalidSetting;
import jakarta.inject.Inject;
import java.time.Duration;
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
}

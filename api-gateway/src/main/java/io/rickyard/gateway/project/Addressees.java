package io.rickyard.gateway.project;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.rickyard.contracts.DomainName;
import io.rickyard.contracts.ProjectRef;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;

/**
 * Tells by the one Host header whom a request is meant for, exactly as it is spelled. The
 * installation's own names are never looked up, so that no table can take them over.
 */
@Singleton
final class Addressees {

  private static final Addressee INSTALLATION = new Addressee.Installation();
  private static final Pattern HOST = Pattern.compile("([a-z0-9.-]+)(?::[0-9]{1,5})?");
  private static final Pattern REFERENCE = Pattern.compile("[a-z]{20}");

  private final ProjectDomain projects;
  private final ServedNames served;
  private final OwnDomains domains;

  Addressees(ProjectDomain projects, ServedNames served, OwnDomains domains) {
    this.projects = projects;
    this.served = served;
    this.domains = domains;
  }

  Addressee of(HttpRequest request) {
    var hosts = request.headers().getAll(HttpHeaderNames.HOST);
    if (!request.decoderResult().isSuccess() || hosts.size() != 1) {
      return INSTALLATION;
    }
    var host = HOST.matcher(hosts.getFirst());
    return host.matches() ? named(host.group(1)) : INSTALLATION;
  }

  private Addressee named(String host) {
    var below = "." + projects.domain();
    if (host.endsWith(below)) {
      var first = host.substring(0, host.length() - below.length());
      return REFERENCE.matcher(first).matches()
          ? new Addressee.Project(new ProjectRef(first))
          : INSTALLATION;
    }
    if (served.ours(host)) {
      return INSTALLATION;
    }
    try {
      return new Addressee.Sought(domains.owner(new DomainName(host)));
    } catch (IllegalArgumentException _) {
      return INSTALLATION; // no domain, so nobody's
    }
  }
}

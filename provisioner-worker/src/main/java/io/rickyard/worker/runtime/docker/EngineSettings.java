package io.rickyard.worker.runtime.docker;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the engine is and how patient one is with it.
 *
 * @param address {@code unix:///path/of/socket}, {@code tcp://host:port}, or {@code
 *     ssh://user@host:port/path/of/socket}
 * @param certificates the directory with {@code ca.pem}, {@code cert.pem} and {@code key.pem} for
 *     TLS over TCP; none is plain
 * @param ssh what ssh is told
 * @param answerWithin how long a call may take that only tells or notes something
 * @param pullWithin how long pulling one image may take
 * @param callsAtOnce how many calls may be under way
 * @param failuresToOpen how many calls in a row go unanswered until the engine is left alone
 * @param leaveAlone how long it is left alone then
 */
record EngineSettings(
    URI address,
    @Nullable Path certificates,
    SshAccess ssh,
    Duration answerWithin,
    Duration pullWithin,
    int callsAtOnce,
    int failuresToOpen,
    Duration leaveAlone) {

  private static final String ENGINE = "rickyard.runtime.docker.engine";
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[?::1\\]?");

  EngineSettings {
    requireNonNull(address, ENGINE);
    requireNonNull(ssh, "ssh");
    switch (String.valueOf(address.getScheme())) {
      case "unix" -> refuseCertificates(certificates, "unix");
      case "ssh" -> {
        refuseCertificates(certificates, "ssh");
        requireHost(address);
      }
      case "tcp" -> {
        requireHost(address);
        if (certificates == null && !loopback(address.getHost())) {
          throw new IllegalArgumentException(
              ENGINE
                  + " is on another machine and without TLS, so whoever can reach it or listen is"
                  + " root there; set rickyard.runtime.docker.certificates, or use ssh://");
        }
      }
      default ->
          throw new IllegalArgumentException(
              ENGINE
                  + " looks like unix:///var/run/docker.sock, tcp://host:2376 or ssh://user@host,"
                  + " not like "
                  + address);
    }
    if (answerWithin.isNegative() || answerWithin.isZero()) {
      throw new IllegalArgumentException("rickyard.runtime.docker.answer-within is a time span");
    }
    if (callsAtOnce < 1 || failuresToOpen < 1) {
      throw new IllegalArgumentException("At least one call is allowed, and one failure");
    }
  }

  /** With ssh as it is by itself. */
  EngineSettings(
      URI address,
      @Nullable Path certificates,
      Duration answerWithin,
      Duration pullWithin,
      int callsAtOnce,
      int failuresToOpen,
      Duration leaveAlone) {
    this(
        address,
        certificates,
        SshAccess.USUAL,
        answerWithin,
        pullWithin,
        callsAtOnce,
        failuresToOpen,
        leaveAlone);
  }

  /**
   * Refuses an address for published ports that leads nowhere: an engine elsewhere publishes on its
   * own machine's loopback, not on ours.
   */
  void requireReachable(String published) {
    var host = address.getHost();
    if (host != null && !loopback(host) && loopback(published)) {
      throw new IllegalArgumentException(
          "rickyard.runtime.docker.address is %s, but the engine is on %s: what it publishes there"
                  .formatted(published, host)
              + " cannot be reached from here. Name an address of that machine which this one and"
              + " the gateway reach, and nobody else has to");
    }
  }

  /** Whether its networks are this machine's. */
  boolean onThisMachine() {
    return "unix".equals(address.getScheme());
  }

  boolean overSsh() {
    return "ssh".equals(address.getScheme());
  }

  private static boolean loopback(String host) {
    return LOOPBACK.matcher(host).matches();
  }

  private static void requireHost(URI address) {
    if (address.getHost() == null) {
      throw new IllegalArgumentException(ENGINE + " names no host: " + address);
    }
    if (address.getHost().startsWith("-")) {
      throw new IllegalArgumentException(ENGINE + " names what is no host: " + address);
    }
  }

  private static void refuseCertificates(@Nullable Path certificates, String scheme) {
    if (certificates != null) {
      throw new IllegalArgumentException(
          "rickyard.runtime.docker.certificates is for an engine over tcp, not over " + scheme);
    }
  }
}

package io.rickyard.gateway.tls;

import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Value;
import io.rickyard.service.InvalidSetting;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where the gateway speaks TLS.
 *
 * @param certificates the directory with certificates and keys; without one there is no TLS
 * @param host the address it listens on
 * @param port the port
 * @param reloadEvery how often the files are looked at
 */
@Context
record TlsSettings(@Nullable Path certificates, String host, int port, Duration reloadEvery) {

  private static final String CERTIFICATES = "rickyard.gateway.tls.certificates";
  private static final String HOST = "rickyard.gateway.tls.host";
  private static final String PORT = "rickyard.gateway.tls.port";
  private static final String RELOAD = "rickyard.gateway.tls.reload-every";
  private static final int LAST_PORT = 65_535;

  /** Reads the settings. */
  @Inject
  TlsSettings(
      @Value("${" + CERTIFICATES + ":}") String certificates,
      @Value("${" + HOST + ":}") String host,
      @Value("${micronaut.server.host}") String usual,
      @Value("${" + PORT + ":8443}") int port,
      @Value("${" + RELOAD + ":10s}") Duration reloadEvery) {
    this(
        certificates.isBlank() ? null : directory(certificates),
        host.isBlank() ? usual : host,
        port,
        reloadEvery);
    if (port < 1 || port > LAST_PORT) {
      throw new InvalidSetting(PORT, "is no port: " + port);
    }
    if (!reloadEvery.isPositive()) {
      throw new InvalidSetting(RELOAD, "is not above zero");
    }
  }

  private static Path directory(String text) {
    var directory = Path.of(text);
    if (!Files.isDirectory(directory)) {
      throw new InvalidSetting(CERTIFICATES, "is no directory: " + text);
    }
    return directory;
  }
}

package io.rickyard.systemtests;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** npm's oidc-provider in a process of its own, as {@code oidc-provider/issuer.mjs} says. */
final class IssuerProcess implements AutoCloseable {

  private final Process process;

  private IssuerProcess(Process process) {
    this.process = process;
  }

  /** An address where one may listen. */
  static String freeAddress() throws IOException {
    return "http://127.0.0.1:" + FreePort.find();
  }

  /** What an installation is told that knows it as {@code company} and lets everybody in. */
  static Map<String, String> settings(String issuer) {
    Map<String, String> settings = new HashMap<>();
    settings.put("RICKYARD_AUTH_SIGN_UP_OPEN", "true");
    settings.put("RICKYARD_AUTH_PROVIDERS_COMPANY_KIND", "oidc");
    settings.put("RICKYARD_AUTH_PROVIDERS_COMPANY_ISSUER", issuer);
    settings.put("RICKYARD_AUTH_PROVIDERS_COMPANY_CLIENT_ID", "rickyard");
    settings.put("RICKYARD_AUTH_PROVIDERS_COMPANY_CLIENT_SECRET", "secret of the installation");
    settings.put("RICKYARD_AUTH_PROVIDERS_COMPANY_AUDIENCES", "app");
    settings.put("RICKYARD_AUTH_PROVIDERS_COMPANY_DISPLAY_NAME", "Example Inc.");
    return settings;
  }

  /** Starts one for an installation, in a directory that has what it needs. */
  static IssuerProcess start(Path directory, Path node, String issuer, String installation)
      throws IOException {
    var builder =
        new ProcessBuilder(node.toString(), "issuer.mjs")
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("issuer.log").toFile());
    builder.environment().put("ISSUER", issuer);
    builder.environment().put("RICKYARD_URL", installation);
    return new IssuerProcess(builder.start());
  }

  @Override
  public void close() {
    process.destroy();
    var _ = process.onExit().join();
  }
}

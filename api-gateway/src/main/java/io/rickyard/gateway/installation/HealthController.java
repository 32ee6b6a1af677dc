package io.rickyard.gateway.installation;

import io.micronaut.context.annotation.Value;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.gateway.tls.Certificates;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Whether the installation works. */
@Controller("/v1/health")
@Secured(SecurityRule.IS_ANONYMOUS)
@Tag(name = "installation")
final class HealthController {

  private static final String VERSION =
      Optional.ofNullable(HealthController.class.getPackage().getImplementationVersion())
          .orElse("development");

  private final InstallationHealth health;
  private final Certificates certificates;
  private final @Nullable ProjectRuntime runtime;

  HealthController(
      InstallationHealth health,
      Certificates certificates,
      @Value("${rickyard.runtime.kind:}") String runtime,
      @Value("${rickyard.runtime.because:}") String because) {
    this.health = health;
    this.certificates = certificates;
    this.runtime = runtime.isEmpty() ? null : new ProjectRuntime(runtime, because);
  }

  @Get
  @Operation(summary = "Whether the installation works, and which version it is")
  Health get() {
    Map<String, String> services = new TreeMap<>();
    health.services().forEach((name, up) -> services.put(name, up ? "up" : "down"));
    return new Health(
        services.containsValue("down") ? "degraded" : "up", VERSION, services, runtime, tls());
  }

  private @Nullable Tls tls() {
    return certificates.used() ? new Tls(certificates.troubles()) : null;
  }

  /**
   * How the installation is.
   *
   * @param status up, or degraded when a service does not answer
   * @param version which version it is
   * @param services up or down, by name
   * @param runtime what new projects are built on, where the gateway was told
   * @param tls how its certificates are, where the gateway speaks TLS itself
   */
  record Health(
      String status,
      String version,
      Map<String, String> services,
      @Nullable ProjectRuntime runtime,
      @Nullable Tls tls) {}

  /**
   * How the gateway's certificates are.
   *
   * @param troubles what clients stumble over, now or soon, for people
   */
  record Tls(List<String> troubles) {
    /** Copies the list. */
    public Tls {
      troubles = List.copyOf(troubles);
    }
  }

  /**
   * What new projects are built on.
   *
   * @param kind process or docker
   * @param because why, for people
   */
  record ProjectRuntime(String kind, String because) {}
}

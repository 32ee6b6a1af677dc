package io.rickyard.gateway.installation;

import io.micronaut.context.annotation.Value;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
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
  private final @Nullable ProjectRuntime runtime;

  HealthController(
      InstallationHealth health,
      @Value("${rickyard.runtime.kind:}") String runtime,
      @Value("${rickyard.runtime.because:}") String because) {
    this.health = health;
    this.runtime = runtime.isEmpty() ? null : new ProjectRuntime(runtime, because);
  }

  @Get
  @Operation(summary = "Whether the installation works, and which version it is")
  Health get() {
    Map<String, String> services = new TreeMap<>();
    health.services().forEach((name, up) -> services.put(name, up ? "up" : "down"));
    return new Health(
        services.containsValue("down") ? "degraded" : "up", VERSION, services, runtime);
  }

  /**
   * How the installation is.
   *
   * @param status up, or degraded when a service does not answer
   * @param version which version it is
   * @param services up or down, by name
   * @param runtime what new projects are built on, where the gateway was told
   */
  record Health(
      String status,
      String version,
      Map<String, String> services,
      @Nullable ProjectRuntime runtime) {}

  /**
   * What new projects are built on.
   *
   * @param kind process or docker
   * @param because why, for people
   */
  record ProjectRuntime(String kind, String because) {}
}

package io.rickyard.worker.runtime.docker;

import static java.util.Objects.requireNonNullElse;

import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.stack.ServiceLimits;
import io.rickyard.stack.blueprint.ImageSource;
import io.rickyard.stack.blueprint.Limits;
import io.rickyard.stack.blueprint.Release;
import io.rickyard.stack.blueprint.ServicePlan;
import io.rickyard.stack.blueprint.StackInputs;
import io.rickyard.stack.blueprint.StackPlan;
import io.rickyard.worker.stack.StackSpec;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every stack is what one release says.
 *
 * @param release which one
 * @param images where its images are pulled from
 * @param installation the installation's own address; a project's is a name before its host
 */
record ReleasePlans(Release release, ImageSource images, URI installation) implements StackPlans {

  ReleasePlans {
    if (installation.getScheme() == null || installation.getHost() == null) {
      throw new IllegalArgumentException(
          "rickyard.installation.url is an address like https://example.org, not " + installation);
    }
  }

  @Override
  public StackPlan of(StackSpec stack) {
    var plan =
        release.render(
            stack.profile(),
            new StackInputs(
                Map.of(
                    "project_ref", stack.project().value(), "public_url", address(stack.project())),
                stack.secrets().byName(),
                images,
                stack.secrets().planned(stack.project())));
    return new StackPlan(
        plan.release(),
        plan.profile(),
        plan.services().stream()
            .map(service -> sized(service, stack.size().limits().get(service.service())))
            .map(service -> ConfiguredService.of(service, stack.settings()))
            .toList());
  }

  private static ServicePlan sized(ServicePlan service, @Nullable ServiceLimits wanted) {
    if (wanted == null) {
      return service;
    }
    var usual = service.limits();
    return service.withLimits(
        new Limits(
            requireNonNullElse(wanted.memoryMib(), usual.memoryMib()),
            requireNonNullElse(wanted.cpus(), usual.cpus()),
            usual.processes()));
  }

  private String address(ProjectRef project) {
    var port = installation.getPort() < 0 ? "" : ":" + installation.getPort();
    return "%s://%s.%s%s"
        .formatted(installation.getScheme(), project, installation.getHost(), port);
  }
}

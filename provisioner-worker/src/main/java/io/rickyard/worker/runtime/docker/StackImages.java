package io.rickyard.worker.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.AuthConfig;
import io.rickyard.contracts.task.LogLevel;
import io.rickyard.stack.blueprint.ServicePlan;
import io.rickyard.stack.blueprint.StackPlan;
import io.rickyard.worker.stack.StackFailure;
import io.rickyard.worker.stack.StackLog;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The images on one engine. What is there is used as it is; only what is missing is pulled. */
final class StackImages {

  private static final int SERVER_ERROR = 500;
  private static final Pattern REFUSED =
      Pattern.compile(
          "unauthorized|no basic auth credentials|access denied|denied:|x509:",
          Pattern.CASE_INSENSITIVE);

  private final Engine engine;
  private final Optional<RegistryLogin> login;

  StackImages(Engine engine, Optional<RegistryLogin> login) {
    this.engine = engine;
    this.login = login;
  }

  /** Sees to it that every image of a plan is there. */
  void fetch(StackPlan plan, StackLog log) throws StackFailure, InterruptedException {
    for (var image : plan.services().stream().map(ServicePlan::image).distinct().toList()) {
      fetch(image, log);
    }
  }

  /** Sees to it that an image is there. */
  void fetch(String image, StackLog log) throws StackFailure, InterruptedException {
    if (!present(image)) {
      log.line(LogLevel.INFO, "pulling " + image);
      pull(image);
      log.line(LogLevel.INFO, "pulled " + image);
    }
  }

  private boolean present(String image) throws InterruptedException {
    try {
      engine.ask("look at image " + image, client -> client.inspectImageCmd(image).exec());
      return true;
    } catch (NotFoundException _) {
      return false;
    }
  }

  private void pull(String image) throws StackFailure, InterruptedException {
    try {
      engine.act("pull " + image, engine.settings().pullWithin(), client -> pulled(client, image));
    } catch (DockerException e) {
      throw DockerFailures.noImage(
          image, e.getHttpStatus() >= SERVER_ERROR && !refused(e.getMessage()), e);
    } catch (DockerClientException e) {
      throw DockerFailures.noImage(image, !refused(e.getMessage()), e);
    }
  }

  /** The engine has one status for a registry that is down and one that does not let it in. */
  private static boolean refused(@Nullable String message) {
    return message != null && REFUSED.matcher(message).find();
  }

  private String pulled(DockerClient client, String image) {
    var pull = client.pullImageCmd(image);
    login
        .filter(registry -> image.startsWith(registry.registry() + "/"))
        .ifPresent(registry -> pull.withAuthConfig(credentials(registry)));
    try {
      pull.start().awaitCompletion();
      return image;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DockerClientException("The pull was broken off", e);
    }
  }

  private static AuthConfig credentials(RegistryLogin login) {
    return new AuthConfig()
        .withRegistryAddress(login.registry())
        .withUsername(login.username())
        .withPassword(login.password());
  }
}

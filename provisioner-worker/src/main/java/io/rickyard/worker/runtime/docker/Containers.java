package io.rickyard.worker.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Container;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.stack.blueprint.ServicePlan;
import io.rickyard.worker.stack.Drift;
import io.rickyard.worker.stack.LogRange;
import io.rickyard.worker.stack.RuntimeUnavailable;
import io.rickyard.worker.stack.StackFailure;
import io.rickyard.worker.stack.StackSpec;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The containers of stacks on one engine. A claim that has lost its stack can still have one call
 * on its way. It does no harm:
 *
 * <ul>
 *   <li>Creating takes a name with the generation: it fails when the newer claim has the same, and
 *       otherwise makes a container that is never started, since starting is a call of its own,
 *       before which the claim is asked for again.
 *   <li>Starting, stopping and removing name an id that was observed. Before a newer claim starts
 *       anything it removes what older generations have, so the id is no longer there.
 * </ul>
 */
final class Containers {

  private static final Logger LOG = LoggerFactory.getLogger(Containers.class);

  /** PostgreSQL repeats a long statement behind what was wrong with it. */
  private static final LogRange LAST_WORDS = new LogRange(Set.of(), Instant.EPOCH, 300);

  private static final Duration STOP_CALL = Duration.ofSeconds(15);

  private final Engine engine;
  private final StackLabels labels;
  private final Claims claims;
  private final FunctionFiles functions;
  private final ContainerLogs logs;

  Containers(Engine engine, StackLabels labels, Claims claims, FunctionFiles functions) {
    this.engine = engine;
    this.labels = labels;
    this.claims = claims;
    this.functions = functions;
    this.logs = new ContainerLogs(engine);
  }

  /** All of a stack's, of whatever generation. */
  List<SeenContainer> of(ProjectRef project) throws InterruptedException {
    return engine.ask(
        "look at the containers of " + project,
        client -> {
          var seen = new ArrayList<SeenContainer>();
          for (var container : list(client, labels.of(project))) {
            inspect(client, container.getId()).ifPresent(seen::add);
          }
          return List.copyOf(seen);
        });
  }

  /** How the container of a service, if there is one, differs from what it should be. */
  Optional<Drift> drift(StackLayout layout, ServicePlan service, Optional<SeenContainer> seen) {
    return ContainerDrift.of(layout, service, seen, engine.processors());
  }

  /** The projects that have a container of this installation. */
  List<ProjectRef> projects() throws InterruptedException {
    return engine.ask(
        "list containers",
        client ->
            list(client, labels.ours()).stream()
                .map(container -> container.getLabels().get(StackLabels.PROJECT))
                .filter(java.util.Objects::nonNull)
                .map(ProjectRef::new)
                .toList());
  }

  private static List<Container> list(DockerClient client, Map<String, String> labels) {
    return client
        .listContainersCmd()
        .withShowAll(true)
        .withLabelFilter(StackLabels.filter(labels))
        .exec();
  }

  private static Optional<SeenContainer> inspect(DockerClient client, String id) {
    try {
      return Optional.of(SeenContainer.of(client.inspectContainerCmd(id).exec()));
    } catch (NotFoundException _) {
      return Optional.empty(); // removed since it was listed
    }
  }

  /** Why a container that was started does not run; its own last words may say it. */
  StackFailure ended(SeenContainer container) throws InterruptedException {
    return saidNoSpace(container)
        ? DockerFailures.endedForSpace(container.service())
        : DockerFailures.ended(container.service(), container.exitCode(), container.error());
  }

  private boolean saidNoSpace(SeenContainer container) throws InterruptedException {
    try {
      for (var feed : logs.of(List.of(container), LAST_WORDS)) {
        try (feed) {
          for (var line = feed.next(); line != null; line = feed.next()) {
            if (DockerFailures.noSpace(line.text())) {
              return true;
            }
          }
        }
      }
    } catch (RuntimeUnavailable e) {
      LOG.debug("container={} its last words cannot be read", container.id(), e);
    }
    return false;
  }

  /**
   * Makes a container, with its files, and does not start it.
   *
   * @return its id, or nothing when one of that name has been made meanwhile
   */
  Optional<String> create(StackSpec stack, ContainerShape shape)
      throws StackFailure, InterruptedException {
    claims.require(stack);
    var name = labels.container(stack, shape.service());
    try {
      var id =
          engine.act(
              "create " + name,
              client ->
                  shape
                      .on(client, labels.of(stack), engine.processors())
                      .withName(name)
                      .exec()
                      .getId());
      giveFiles(id, name, files(stack, shape.plan()));
      return Optional.of(id);
    } catch (ConflictException e) {
      if (of(stack.project()).stream()
          .anyMatch(seen ->
              seen.service().equals(shape.service())
                  && seen.generation() == stack.generation().value())) {
        return Optional.empty();
      }
      throw DockerFailures.notOurs(
          "A container that is not ours is called %s; it is left alone.".formatted(name));
    }
  }

  /**
   * Gives a container that does not run the files of its plan. Whoever made it may have been lost
   * before it did.
   */
  void complete(StackSpec stack, ServicePlan service, String id)
      throws StackFailure, InterruptedException {
    claims.require(stack);
    try {
      giveFiles(id, labels.container(stack, service.service()), files(stack, service));
    } catch (NotFoundException e) {
      throw removed(e);
    }
  }

  private byte[] files(StackSpec stack, ServicePlan service) {
    var files = new TreeMap<>(ContainerShape.files(service));
    files.putAll(functions.of(stack, service.service()));
    return FileArchive.of(files);
  }

  private void giveFiles(String id, String name, byte[] files) throws InterruptedException {
    if (files.length > 0) {
      engine.act(
          "give files to " + name,
          client ->
              client
                  .copyArchiveToContainerCmd(id)
                  .withRemotePath("/")
                  .withTarInputStream(new ByteArrayInputStream(files))
                  .exec());
    }
  }

  private static StackFailure removed(NotFoundException e) {
    return DockerFailures.failure(
        "runtime_failed", "A container was removed before it was started", true, e);
  }

  /** Starts a container; nothing happens when it runs. */
  void start(StackSpec stack, String id) throws StackFailure, InterruptedException {
    claims.require(stack);
    try {
      engine.act("start " + id, client -> client.startContainerCmd(id).exec());
    } catch (NotModifiedException _) {
      // it runs
    } catch (NotFoundException e) {
      throw removed(e);
    }
  }

  /** Stops a container in good order and keeps it; nothing happens when it does not run. */
  void halt(String id, Duration within) throws InterruptedException {
    try {
      engine.act(
          "stop " + id,
          within.plus(STOP_CALL),
          client -> client.stopContainerCmd(id).withTimeout((int) within.toSeconds()).exec());
    } catch (NotModifiedException | NotFoundException _) {
      // it does not run
    }
  }

  /** Stops a container in good order, and removes it; nothing happens when it is gone. */
  void stop(StackSpec stack, SeenContainer container, Duration within)
      throws StackFailure, InterruptedException {
    if (container.running()) {
      claims.require(stack);
      halt(container.id(), within);
    }
    remove(stack, container);
  }

  /** Removes a container, running or not, but none of its named volumes. */
  void remove(StackSpec stack, SeenContainer container) throws StackFailure, InterruptedException {
    claims.require(stack);
    try {
      engine.act(
          "remove " + container.id(),
          STOP_CALL,
          client ->
              client
                  .removeContainerCmd(container.id())
                  .withForce(true)
                  .withRemoveVolumes(true)
                  .exec());
    } catch (NotFoundException _) {
      // it is gone
    } catch (ConflictException e) {
      // The engine is removing it already; that it ends is seen the next time.
      throw DockerFailures.of(e);
    }
  }
}

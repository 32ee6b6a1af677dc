package io.rickyard.worker.runtime.docker;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.EventType;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.worker.stack.StackChanges;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears what the engine tells of containers. Events only say where to look: after each connection
 * everybody looks, so nothing that happened in between is missed. Health probes tell of each of
 * their commands; those events are not even sent.
 */
final class EngineEvents implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EngineEvents.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final String[] TELLING = {
    "start",
    "die",
    "oom",
    "pause",
    "unpause",
    "rename",
    "update",
    "destroy",
    "health_status",
    "connect",
    "disconnect"
  };

  private final Engine engine;
  private final Owner owner;
  private final Set<Consumer<Optional<ProjectRef>>> listeners = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final AtomicReference<@Nullable Consumer<Optional<ProjectRef>>> later =
      new AtomicReference<>();
  private @Nullable Thread thread;

  /** Whose thing something happened to, if it is anybody's who is asked for. */
  @FunctionalInterface
  interface Owner {
    Optional<ProjectRef> of(Event event, Map<String, String> attributes);
  }

  EngineEvents(Engine engine, StackLabels labels) {
    this(engine, (event, attributes) -> ours(labels, event, attributes));
  }

  EngineEvents(Engine engine, Owner owner) {
    this.engine = engine;
    this.owner = owner;
  }

  /** Is woken by what happens to one project's containers; the caller closes it. */
  EngineWatch watch(ProjectRef project) {
    var watch = new EngineWatch(project, listeners::remove);
    add(watch);
    return watch;
  }

  /**
   * Has somebody told of each change, by the thread that hears of it.
   *
   * @param listener gets the project, or nothing when it may be any
   */
  void add(Consumer<Optional<ProjectRef>> listener) {
    listeners.add(listener);
    listen();
  }

  /** Has somebody told of each change, but listens only from the first use of the engine on. */
  void tellOnceUsed(StackChanges changes) {
    later.set(changed -> changed.ifPresentOrElse(changes::of, changes::ofAnything));
  }

  /** The engine is used, so there is one. */
  void used() {
    var listener = later.getAndSet(null);
    if (listener != null) {
      add(listener);
    }
  }

  private synchronized void listen() {
    if (thread == null) {
      thread = Thread.ofVirtual().name("docker-events").start(this::run);
    }
  }

  private void run() {
    try {
      do {
        listenOnce();
      } while (!closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException _) {
      LOG.debug("listening to {} ends", engine.address());
    }
  }

  private void listenOnce() throws InterruptedException {
    try (var stream = new EventStream(this::heard)) {
      engine.ask(
          "listen to events",
          client ->
              started(
                  client
                      .eventsCmd()
                      .withEventTypeFilter(EventType.CONTAINER, EventType.NETWORK)
                      .withEventFilter(TELLING)
                      .exec(stream)));
      tell(Optional.empty());
      stream.awaitEnd();
      LOG.debug("{} has ended its stream of events", engine.address());
    } catch (EngineUnavailable | DockerException e) {
      LOG.debug("not listening to {}: {}", engine.address(), e.getMessage());
    } catch (IOException e) {
      LOG.debug("stream of {} not closed in good order", engine.address(), e);
    }
    tell(Optional.empty());
  }

  private static EventStream started(EventStream stream) {
    try {
      stream.awaitStart();
      return stream;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineUnavailable("The wait for the stream was broken off", true, e);
    }
  }

  private void tell(Optional<ProjectRef> changed) {
    listeners.forEach(listener -> listener.accept(changed));
  }

  private void heard(Event event) {
    var actor = event.getActor();
    var attributes = actor == null ? null : actor.getAttributes();
    if (attributes != null) {
      owner.of(event, attributes).ifPresent(project -> tell(Optional.of(project)));
    }
  }

  /**
   * Whose thing it happened to, if it is ours. The engine filters events of networks by no label,
   * so everything is told and most of it dropped here.
   */
  private static Optional<ProjectRef> ours(
      StackLabels labels, Event event, Map<String, String> attributes) {
    if (event.getType() == EventType.NETWORK) {
      return labels.networkOf(attributes.getOrDefault("name", ""));
    }
    return attributes.entrySet().containsAll(labels.ours().entrySet())
        ? Optional.ofNullable(attributes.get(StackLabels.PROJECT)).map(ProjectRef::new)
        : Optional.empty();
  }

  @Override
  public synchronized void close() {
    closing.countDown();
    if (thread != null) {
      thread.interrupt();
    }
  }
}

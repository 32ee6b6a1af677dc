package io.rickyard.worker.runtime.docker;

import com.github.dockerjava.api.exception.DockerException;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.setting.SettingSection;
import io.rickyard.contracts.stack.DatabaseAccess;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.contracts.task.LogLevel;
import io.rickyard.stack.blueprint.BlueprintException;
import io.rickyard.stack.blueprint.ServicePlan;
import io.rickyard.stack.blueprint.StackPlan;
import io.rickyard.worker.content.ContentStore;
import io.rickyard.worker.runtime.PortAllocations;
import io.rickyard.worker.stack.LogFeed;
import io.rickyard.worker.stack.LogRange;
import io.rickyard.worker.stack.RuntimeUnavailable;
import io.rickyard.worker.stack.ServiceUsage;
import io.rickyard.worker.stack.StackChanges;
import io.rickyard.worker.stack.StackFailure;
import io.rickyard.worker.stack.StackLog;
import io.rickyard.worker.stack.StackObservation;
import io.rickyard.worker.stack.StackRuntime;
import io.rickyard.worker.stack.StackSpec;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stacks as containers. They outlive the worker that started them; the next action, by whichever
 * worker, recognizes what is there by its labels.
 */
public final class DockerStackRuntime implements StackRuntime, AutoCloseable {

  /** Its name in the configuration. */
  public static final String NAME = "docker";

  private static final Logger LOG = LoggerFactory.getLogger(DockerStackRuntime.class);
  private static final String HELD_BY_REFERENCE =
      "it holds where databases are opened by reference";

  private final DockerSettings settings;
  private final StackPlans plans;
  private final StackLabels labels;
  private final Clock clock;
  private final Engine engine;
  private final EngineEvents events;
  private final Claims claims;
  private final Containers containers;
  private final StackNetworks networks;
  private final StackVolumes volumes;
  private final StackImages images;
  private final PortAllocations ports;
  private final StackDatabase databases;
  private final DockerSight sight;
  private final ContainerLogs logs;
  private final ContainerUsage usages;
  private final AtomicReference<@Nullable Consumer<Optional<ProjectRef>>> listener =
      new AtomicReference<>();
  private volatile boolean used;

  /**
   * A runtime on one engine.
   *
   * @param database where it keeps its claims, volumes and ports
   * @param contents what functions are made of
   */
  DockerStackRuntime(
      DockerSettings settings,
      StackPlans plans,
      Engine engine,
      Optional<RegistryLogin> login,
      DataSource database,
      ContentStore contents,
      Clock clock,
      SecureRandom random) {
    this.labels = new StackLabels(settings.installation());
    this.clock = clock;
    this.settings = settings;
    this.plans = plans;
    this.engine = engine;
    this.events = new EngineEvents(engine, labels);
    this.claims = new Claims(database);
    this.containers = new Containers(engine, labels, claims, new FunctionFiles(contents));
    this.networks = new StackNetworks(engine, labels, claims);
    this.volumes = new StackVolumes(engine, labels, claims, new VolumeTable(database));
    this.images = new StackImages(engine, login);
    this.ports = settings.allocations(database);
    this.databases = new StackDatabase(settings.address(), random);
    this.logs = new ContainerLogs(engine);
    this.usages = new ContainerUsage(engine, clock);
    this.sight = new DockerSight(containers, networks, volumes, settings.address(), clock);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<StackProfile> profiles() {
    return Set.of(StackProfile.values());
  }

  @Override
  public boolean isolatesProjects() {
    return true;
  }

  /** Missing images are pulled, what is outdated is stopped, and services start in two rounds. */
  @Override
  public Duration attemptWithin() {
    return engine
        .settings()
        .pullWithin()
        .plus(settings.stopWithin())
        .plus(settings.startWithin().multipliedBy(2));
  }

  @Override
  public Optional<String> obstacle() {
    return engine.obstacle();
  }

  /** Listens only from the first look on: where no stack is a container there may be no engine. */
  @Override
  public void tellChanges(StackChanges changes) {
    listener.set(changed -> changed.ifPresentOrElse(changes::of, changes::ofAnything));
  }

  @Override
  public StackObservation observe(StackSpec stack) throws RuntimeUnavailable {
    used = true;
    var listening = listener.getAndSet(null);
    if (listening != null) {
      events.add(listening);
    }
    return asked(stack.project() + " can't be looked at", () -> sight.of(stack, plan(stack)));
  }

  @Override
  public void prepare(StackSpec stack, StackLog log) throws StackFailure, InterruptedException {
    act(
        stack,
        plan -> {
          images.fetch(plan, log);
          networks.open(stack);
          for (var service : plan.services()) {
            for (var port : StackLayout.published(service)) {
              var outside = ports.allocate(stack.project(), StackLayout.purpose(service, port));
              log.line(
                  LogLevel.INFO,
                  "%s of %s gets port %d".formatted(port.name(), service.service(), outside));
            }
          }
        });
  }

  /**
   * What an image puts into an empty volume is complete or worthless. As long as nobody has seen it
   * complete and nothing runs on it, one starts again from empty ones.
   */
  @Override
  public void initialize(StackSpec stack, StackLog log) throws StackFailure, InterruptedException {
    act(
        stack,
        plan -> {
          var all = containers.of(stack.project());
          if (all.stream().noneMatch(SeenContainer::running)) {
            StackTeardown.run(plan, all, container -> containers.remove(stack, container));
            volumes.renewUnfilled(stack, plan);
          }
          volumes.open(stack, plan);
          log.line(LogLevel.INFO, "the volumes are there");
        });
  }

  @Override
  public void start(StackSpec stack, StackLog log) throws StackFailure, InterruptedException {
    act(
        stack,
        plan -> {
          var layout = layout(stack, plan);
          removeOutdated(layout, log);
          launch(layout, log).run(layout.beforeSetup());
          if (databases.passFence(stack, databasePort(stack, plan))) {
            volumes.filled(stack);
            launch(layout, log).run(layout.all());
          }
        });
  }

  @Override
  public void mend(StackSpec stack, Set<String> services, StackLog log)
      throws StackFailure, InterruptedException {
    act(stack, plan -> mend(layout(stack, plan), services, log));
  }

  private void mend(StackLayout all, Set<String> services, StackLog log)
      throws StackFailure, InterruptedException {
    var mend = ServiceMend.of(all, containers, services);
    end(all, mend.replaced());
    launch(all.about(mend.services()), log).run(mend.services());
  }

  @Override
  public void restart(StackSpec stack, String service, StackLog log)
      throws StackFailure, InterruptedException {
    restart(stack, Set.of(service), log);
  }

  private void restart(StackSpec stack, Set<String> services, StackLog log)
      throws StackFailure, InterruptedException {
    act(
        stack,
        plan -> {
          for (var service : services) {
            if (plan.service(service).isEmpty()) {
              throw StackFailure.noService(
                  service, plan.services().stream().map(ServicePlan::service).toList());
            }
          }
          var layout = layout(stack, plan);
          end(
              layout,
              containers.of(stack.project()).stream()
                  .filter(container -> services.contains(container.service()))
                  .toList());
          mend(layout, services, log);
          databases.passFence(stack, databasePort(stack, plan));
        });
  }

  /** What a container was made with it keeps, so other settings take another container. */
  @Override
  public void apply(StackSpec stack, SettingSection section, boolean restart, StackLog log)
      throws StackFailure, InterruptedException {
    if (section == SettingSection.PASSWORD) {
      changePassword(stack, restart, log);
    } else if (section == SettingSection.ACCESS) {
      keepAddresses(stack, log);
    } else if (section == SettingSection.POOLER
        && plan(stack).service(section.service()).isEmpty()) {
      log.line(LogLevel.INFO, HELD_BY_REFERENCE);
    } else {
      applyToService(stack, section, restart, log);
    }
  }

  /** The role has it first; then what was told the old one is replaced. */
  private void changePassword(StackSpec stack, boolean restart, StackLog log)
      throws StackFailure, InterruptedException {
    act(
        stack,
        plan -> {
          databases.changePassword(stack, databasePort(stack, plan));
          log.line(LogLevel.INFO, "the role postgres has the new password");
          if (!restart) {
            log.line(LogLevel.WARN, "services that use it get it with their next restart");
            return;
          }
          var layout = layout(stack, plan);
          removeOutdated(layout, log);
          launch(layout, log).run(layout.all());
        });
  }

  /**
   * The server in the container sees the engine's address in place of its clients', so that they
   * are told apart where databases are opened by reference. That is enough where the stack's own
   * port is reached on its host alone.
   */
  private void keepAddresses(StackSpec stack, StackLog log) throws StackFailure {
    try {
      if (!stack.settings().access().equals(DatabaseAccess.OPEN)
          && !InetAddress.getByName(settings.address()).isLoopbackAddress()) {
        throw DockerFailures.failure(
            StackFailure.SETTING_REFUSED,
            "the database's own port is published at %s, where nobody can be kept from it"
                .formatted(settings.address()),
            false,
            null);
      }
    } catch (IllegalArgumentException | UnknownHostException e) {
      throw DockerFailures.failure(
          StackFailure.SETTING_REFUSED, String.valueOf(e.getMessage()), false, e);
    }
    log.line(LogLevel.INFO, HELD_BY_REFERENCE);
  }

  private void applyToService(
      StackSpec stack, SettingSection section, boolean restart, StackLog log)
      throws StackFailure, InterruptedException {
    var outdated = new ArrayList<Set<String>>();
    act(
        stack,
        plan -> {
          if (plan.service(section.service()).isEmpty()) {
            throw StackFailure.noService(
                section.service(), plan.services().stream().map(ServicePlan::service).toList());
          }
          outdated.addAll(outdated(layout(stack, plan), section));
        });
    for (var services : outdated) {
      if (restart) {
        restart(stack, services, log);
        requireKnown(stack, section);
      } else {
        log.line(LogLevel.WARN, services + " get them with their next restart");
      }
    }
  }

  @Override
  public boolean awaitsRestart(StackSpec stack, SettingSection section) throws RuntimeUnavailable {
    used = true;
    return asked(
        stack.project() + " can't be looked at",
        () -> {
          var plan = plan(stack);
          var volumeNames = volumes.given(stack.project(), plan);
          return !outdated(new StackLayout(stack, plan, "", volumeNames), section).isEmpty();
        });
  }

  /** The services of a section that do not run as their plan is now. */
  private List<Set<String>> outdated(StackLayout layout, SettingSection section)
      throws InterruptedException {
    var current =
        containers.of(layout.stack().project()).stream()
            .filter(container -> layout.current(container) && container.running())
            .map(SeenContainer::service)
            .collect(Collectors.toSet());
    return section.services().stream()
        .map(services ->
            services.stream()
                .filter(service -> layout.plan().service(service).isPresent())
                .filter(service -> !current.contains(service))
                .collect(Collectors.toUnmodifiableSet()))
        .filter(services -> !services.isEmpty())
        .toList();
  }

  private void requireKnown(StackSpec stack, SettingSection section)
      throws StackFailure, InterruptedException {
    if (section == SettingSection.POSTGRES) {
      act(stack, plan -> databases.requireKnown(stack, databasePort(stack, plan)));
    }
  }

  @Override
  public void resize(StackSpec stack, StackLog log) throws StackFailure, InterruptedException {
    act(
        stack,
        plan -> {
          for (var container : containers.of(stack.project())) {
            if (!container.isJob() && plan.service(container.service()).isEmpty()) {
              log.line(
                  LogLevel.INFO, container.service() + " leaves the stack; its volumes are kept");
            }
          }
          for (var service : stack.size().limits().keySet()) {
            if (plan.service(service).isEmpty()) {
              log.line(
                  LogLevel.WARN,
                  "the profile has no service %s, so its limits wait for it".formatted(service));
            }
          }
        });
    start(stack, log);
  }

  private void end(StackLayout layout, List<SeenContainer> some)
      throws StackFailure, InterruptedException {
    StackTeardown.run(
        layout.plan(),
        some,
        container -> containers.stop(layout.stack(), container, settings.stopWithin()));
  }

  @Override
  public void configure(StackSpec stack, StackLog log) throws StackFailure, InterruptedException {
    act(
        stack,
        plan -> {
          databases.setUp(stack, databasePort(stack, plan), log);
          volumes.filled(stack);
          var layout = layout(stack, plan);
          launch(layout, log).run(layout.all());
        });
  }

  @Override
  public void stop(StackSpec stack, StackLog log) throws StackFailure, InterruptedException {
    act(
        stack,
        plan -> {
          StackTeardown.run(
              plan,
              containers.of(stack.project()),
              container -> containers.stop(stack, container, settings.stopWithin()));
          log.line(LogLevel.INFO, "all services are stopped; their data is kept");
        });
  }

  @Override
  public void remove(StackSpec stack, StackLog log) throws StackFailure, InterruptedException {
    act(
        stack,
        plan -> {
          StackTeardown.run(
              plan,
              containers.of(stack.project()),
              container -> containers.remove(stack, container));
          networks.remove(stack);
          volumes.trash(stack);
          ports.release(stack.project());
          log.line(
              LogLevel.INFO,
              "containers, network and ports are removed; the volumes are deleted in "
                  + settings.trashAfter());
        });
  }

  @Override
  public List<LogFeed> logs(StackSpec stack, LogRange range) throws RuntimeUnavailable {
    used = true;
    return asked(
        "The logs of " + stack.project() + " can't be read",
        () -> logs.of(containers.of(stack.project()), range));
  }

  @Override
  public List<ServiceUsage> usage(StackSpec stack) throws RuntimeUnavailable {
    used = true;
    return asked(
        "What " + stack.project() + " uses can't be told",
        () -> {
          var all = new ArrayList<ServiceUsage>();
          for (var seen : usages.of(containers.of(stack.project()))) {
            all.add(
                seen.service().equals(StackPlans.DATABASE)
                    ? seen.keeping(databases.size(stack, databasePort(stack, plan(stack))))
                    : seen);
          }
          return List.copyOf(all);
        });
  }

  @Override
  public List<ProjectRef> inventory() throws RuntimeUnavailable {
    return asked(
        "What the engine holds can't be listed",
        () -> {
          var held = new TreeSet<>(Comparator.comparing(ProjectRef::value));
          held.addAll(containers.projects());
          held.addAll(networks.projects());
          held.addAll(volumes.projects());
          return List.copyOf(held);
        });
  }

  /**
   * Where jobs of its stacks run.
   *
   * @param image in which image; empty for that of each stack's database
   */
  JobContainers jobs(String image) {
    return new JobContainers(engine, labels, claims, networks, images, plans, image, clock);
  }

  /** Stacks that others have made, on the same engine. */
  AdoptedStackRuntime adopted(AdoptedStacks stacks, Adoptable adoptable) {
    return new AdoptedStackRuntime(settings, engine, claims, stacks, adoptable, clock);
  }

  /** Deletes the volumes that have been trash for long enough, and what jobs left. */
  void collectTrash() throws StackFailure, InterruptedException {
    try {
      volumes.collect(settings.trashAfter());
      if (used) {
        jobs("").collect();
      }
    } catch (EngineUnavailable e) {
      throw DockerFailures.away(e);
    } catch (DockerException e) {
      throw DockerFailures.of(e);
    }
  }

  /**
   * What serves another desired state, or was made from another plan, goes before the new comes.
   */
  private void removeOutdated(StackLayout layout, StackLog log)
      throws StackFailure, InterruptedException {
    var outdated = new ArrayList<SeenContainer>();
    for (var container : containers.of(layout.stack().project())) {
      if (!layout.current(container)) {
        outdated.add(container);
      }
    }
    if (!outdated.isEmpty()) {
      log.line(LogLevel.INFO, "%d containers are replaced".formatted(outdated.size()));
      end(layout, outdated);
    }
  }

  private StackPlan plan(StackSpec stack) throws StackFailure {
    try {
      return plans.of(stack);
    } catch (BlueprintException e) {
      throw DockerFailures.failure(
          "stack_not_described",
          "The release can't be made into a stack: " + e.getMessage(),
          false,
          e);
    }
  }

  private StackLayout layout(StackSpec stack, StackPlan plan)
      throws StackFailure, InterruptedException {
    return new StackLayout(stack, plan, networks.open(stack), volumes.names(stack, plan));
  }

  private StackLaunch launch(StackLayout layout, StackLog log) {
    return new StackLaunch(
        containers,
        events,
        new ServiceStart(containers, ports, settings.address()),
        settings.startWithin(),
        layout,
        log);
  }

  private int databasePort(StackSpec stack, StackPlan plan)
      throws StackFailure, InterruptedException {
    var service = plan.service(StackPlans.DATABASE).orElseThrow();
    for (var container : containers.of(stack.project())) {
      if (container.service().equals(StackPlans.DATABASE)
          && stack.keeps(container.generation())
          && container.running()) {
        var port = DockerSight.databasePort(service, container);
        if (port.isPresent()) {
          return port.getAsInt();
        }
      }
    }
    throw DockerFailures.failure("runtime_failed", "The database does not run.", true, null);
  }

  /** Something done for a stack under its claim. */
  @FunctionalInterface
  private interface Action {
    void run(StackPlan plan) throws StackFailure, InterruptedException;
  }

  private void act(StackSpec stack, Action action) throws StackFailure, InterruptedException {
    used = true;
    claims.enter(stack);
    try {
      action.run(plan(stack));
    } catch (EngineUnavailable e) {
      throw DockerFailures.away(e);
    } catch (DockerException e) {
      throw DockerFailures.of(e);
    }
  }

  /** Something asked of the engine. */
  @FunctionalInterface
  private interface Question<T> {
    T ask() throws StackFailure, InterruptedException;
  }

  private static <T> T asked(String otherwise, Question<T> question) throws RuntimeUnavailable {
    try {
      return question.ask();
    } catch (EngineUnavailable e) {
      throw new RuntimeUnavailable(String.valueOf(e.getMessage()), e);
    } catch (StackFailure | DockerException e) {
      throw new RuntimeUnavailable(otherwise + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RuntimeUnavailable(otherwise + ": interrupted", e);
    }
  }

  /**
   * Stops every stack of this installation on this engine, where the settings say so, and keeps
   * what is desired.
   */
  @Override
  public void close() {
    try (engine;
        events) {
      // Where no stack is a container there may be no engine.
      if (settings.stopStacksOnClose() && used) {
        stopAll();
      }
    }
  }

  private void stopAll() {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var project : Set.copyOf(containers.projects())) {
        threads.execute(() -> stopAll(project));
      }
    } catch (EngineUnavailable | DockerException e) {
      LOG.warn("event=stacks_left_running reason=\"{}\"", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void stopAll(ProjectRef project) {
    try {
      for (var container : containers.of(project)) {
        containers.halt(container.id(), settings.stopWithin());
      }
    } catch (EngineUnavailable | DockerException e) {
      LOG.warn("event=stack_left_running project={} reason=\"{}\"", project, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

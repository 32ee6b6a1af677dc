package io.rickyard.worker.runtime.docker;

import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.setting.SettingSection;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.contracts.task.LogLevel;
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
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;

/**
 * Stacks as containers. They outlive the worker that started them; the next action, by whichever
 * worker, recognizes what is there by its labels.
 */
public final class DockerStackRuntime implements StackRuntime, AutoCloseable {

  /** Its name in the configuration. */
  public static final String NAME = "docker";

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
  private final StackActions actions;
  private final StackLayouts layouts;
  private final StackWaves waves;
  private final ServiceRestart restarts;
  private final ChangedSettings changes;

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
    this.databases = new StackDatabase(containers, settings.address(), random);
    this.logs = new ContainerLogs(engine);
    this.usages = new ContainerUsage(engine, clock);
    this.sight = new DockerSight(containers, networks, volumes, settings.address(), clock);
    this.actions = new StackActions(claims, plans);
    this.layouts = new StackLayouts(networks, volumes);
    this.waves =
        new StackWaves(
            containers, events, new ServiceStart(containers, ports, settings.address()), settings);
    this.restarts = new ServiceRestart(actions, layouts, waves, databases);
    this.changes =
        new ChangedSettings(actions, layouts, waves, databases, restarts, settings.address());
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
    events.tellOnceUsed(changes);
  }

  @Override
  public StackObservation observe(StackSpec stack) throws RuntimeUnavailable {
    events.used();
    return actions.look(
        stack.project() + " can't be looked at", () -> sight.of(stack, actions.plan(stack)));
  }

  @Override
  public void prepare(StackSpec stack, StackLog log) throws StackFailure, InterruptedException {
    actions.act(
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
    actions.act(
        stack,
        plan -> {
          if (waves.removeResting(stack, plan)) {
            volumes.renewUnfilled(stack, plan);
          }
          volumes.open(stack, plan);
          log.line(LogLevel.INFO, "the volumes are there");
        });
  }

  @Override
  public void start(StackSpec stack, StackLog log) throws StackFailure, InterruptedException {
    actions.act(
        stack,
        plan -> {
          var layout = layouts.open(stack, plan);
          waves.removeOutdated(layout, log);
          waves.start(layout, layout.beforeSetup(), log);
          if (databases.passFence(stack, plan)) {
            volumes.filled(stack);
            waves.start(layout, layout.all(), log);
          }
        });
  }

  @Override
  public void mend(StackSpec stack, Set<String> services, StackLog log)
      throws StackFailure, InterruptedException {
    actions.act(stack, plan -> waves.mend(layouts.open(stack, plan), services, log));
  }

  @Override
  public void restart(StackSpec stack, String service, StackLog log)
      throws StackFailure, InterruptedException {
    restarts.run(stack, Set.of(service), log);
  }

  @Override
  public void apply(StackSpec stack, SettingSection section, boolean restart, StackLog log)
      throws StackFailure, InterruptedException {
    changes.apply(stack, section, restart, log);
  }

  @Override
  public boolean awaitsRestart(StackSpec stack, SettingSection section) throws RuntimeUnavailable {
    return changes.awaitRestart(stack, section);
  }

  @Override
  public void resize(StackSpec stack, StackLog log) throws StackFailure, InterruptedException {
    actions.act(
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

  @Override
  public void configure(StackSpec stack, StackLog log) throws StackFailure, InterruptedException {
    actions.act(
        stack,
        plan -> {
          databases.setUp(stack, plan, log);
          volumes.filled(stack);
          var layout = layouts.open(stack, plan);
          waves.start(layout, layout.all(), log);
        });
  }

  @Override
  public void stop(StackSpec stack, StackLog log) throws StackFailure, InterruptedException {
    actions.act(
        stack,
        plan -> {
          waves.stop(stack, plan);
          log.line(LogLevel.INFO, "all services are stopped; their data is kept");
        });
  }

  @Override
  public void remove(StackSpec stack, StackLog log) throws StackFailure, InterruptedException {
    actions.act(
        stack,
        plan -> {
          waves.remove(stack, plan);
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
    return actions.look(
        "The logs of " + stack.project() + " can't be read",
        () -> logs.of(containers.of(stack.project()), range));
  }

  @Override
  public List<ServiceUsage> usage(StackSpec stack) throws RuntimeUnavailable {
    return actions.look(
        "What " + stack.project() + " uses can't be told",
        () -> {
          var all = new ArrayList<ServiceUsage>();
          for (var seen : usages.of(containers.of(stack.project()))) {
            all.add(
                seen.service().equals(StackPlans.DATABASE)
                    ? seen.keeping(databases.size(stack, actions.plan(stack)))
                    : seen);
          }
          return List.copyOf(all);
        });
  }

  @Override
  public List<ProjectRef> inventory() throws RuntimeUnavailable {
    return StackActions.ask(
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
    DockerFailures.classified(() -> {
      volumes.collect(settings.trashAfter());
      if (actions.used()) {
        jobs("").collect();
      }
    });
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
      if (settings.stopStacksOnClose() && actions.used()) {
        new StacksHalt(containers, settings.stopWithin()).run();
      }
    }
  }
}

package io.rickyard.worker.runtime.docker;

import static io.rickyard.worker.stack.TestStacks.SILENT;
import static io.rickyard.worker.stack.TestStacks.build;

import io.rickyard.contracts.Generation;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.persistence.DatabaseRoles;
import io.rickyard.stack.blueprint.Blueprints;
import io.rickyard.worker.content.MemoryContentStore;
import io.rickyard.worker.runtime.PortRange;
import io.rickyard.worker.stack.StackFailure;
import io.rickyard.worker.stack.StackRuntime;
import io.rickyard.worker.stack.StackSecrets;
import io.rickyard.worker.stack.StackSize;
import io.rickyard.worker.stack.StackSpec;
import io.rickyard.worker.stack.TestStacks;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A process of its own that does one thing to one stack and ends: a worker, as far as the engine
 * can tell. It may be killed or stopped at any moment. Its last line says what came of it.
 */
final class OneLife {

  /** What is done. */
  enum Deed {
    PROVISION,
    RESIZE,
    DELETE
  }

  private OneLife() {}

  /**
   * What a life needs to know.
   *
   * @param claim under which it acts
   * @param database where the runtime's tables are
   * @param engine where the engine is, or what stands before it
   */
  record Orders(
      Deed deed,
      StackSpec claim,
      String database,
      String password,
      URI engine,
      PortRange ports,
      String installation) {

    /** Writes it down for the process. */
    Path write(Path directory) throws IOException {
      var written = new Properties();
      written.putAll(
          Map.of(
              "deed", deed.name(),
              "project", claim.project().value(),
              "generation", Long.toString(claim.generation().value()),
              "kept", Long.toString(claim.keptFrom().value()),
              "token", Long.toString(claim.token()),
              "profile", claim.profile().wireName(),
              "database", database,
              "password", password,
              "engine", engine.toString(),
              "ports", ports.first() + "-" + ports.last()));
      written.put("installation", installation);
      claim.secrets().byName().forEach((name, value) -> written.put("secret " + name, value));
      var file = Files.createTempFile(directory, "life", ".properties");
      try (var out = Files.newOutputStream(file)) {
        written.store(out, null);
      }
      return file;
    }

    Process begin(Path directory) throws IOException {
      return new ProcessBuilder(
              ProcessHandle.current().info().command().orElse("java"),
              "-XX:TieredStopAtLevel=1",
              "-cp",
              System.getProperty("java.class.path"),
              OneLife.class.getName(),
              write(directory).toString())
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    }
  }

  public static void main(String[] args) throws Exception {
    var orders = new Properties();
    try (var in = Files.newInputStream(Path.of(args[0]))) {
      orders.load(in);
    }
    var secrets = new HashMap<String, String>();
    orders.forEach((key, value) -> {
      var name = key.toString();
      if (name.startsWith("secret ")) {
        secrets.put(name.substring("secret ".length()), value.toString());
      }
    });
    var stack =
        new StackSpec(
            new ProjectRef(orders.getProperty("project")),
            TestStacks.ORGANIZATION,
            generation(orders, "generation"),
            generation(orders, "kept"),
            Long.parseLong(orders.getProperty("token")),
            StackSize.of(StackProfile.named(orders.getProperty("profile"))),
            new StackSecrets(secrets),
            null,
            null);
    try (var runtime = runtime(orders)) {
      act(Deed.valueOf(orders.getProperty("deed")), runtime, stack);
      System.out.println("done");
    } catch (StackFailure e) {
      System.out.println(e.code());
    }
  }

  private static Generation generation(Properties orders, String name) {
    return new Generation(Long.parseLong(orders.getProperty(name)));
  }

  /** The steps of a task, without its ledger. */
  static void act(Deed deed, StackRuntime runtime, StackSpec stack)
      throws StackFailure, InterruptedException {
    switch (deed) {
      case PROVISION -> build(runtime, stack);
      case RESIZE -> {
        runtime.prepare(stack, SILENT);
        runtime.initialize(stack, SILENT);
        runtime.resize(stack, SILENT);
      }
      case DELETE -> runtime.remove(stack, SILENT);
    }
  }

  private static DockerStackRuntime runtime(Properties orders) {
    var database = new PGSimpleDataSource();
    database.setUrl(orders.getProperty("database"));
    database.setUser(DatabaseRoles.login("provisioner"));
    database.setPassword(orders.getProperty("password"));
    return new DockerStackRuntime(
        EngineHost.settings(
            orders.getProperty("installation"), PortRange.parse(orders.getProperty("ports"))),
        EngineHost.shipped(Blueprints.shipped().newest()),
        new Engine(EngineHost.engine(URI.create(orders.getProperty("engine"))), Clock.systemUTC()),
        Optional.empty(),
        database,
        new MemoryContentStore(),
        Clock.systemUTC(),
        new SecureRandom());
  }

  /** What it said last, once it has ended by itself. */
  static String said(Process life) throws IOException, InterruptedException {
    try (var lines = life.inputReader()) {
      List<String> all = lines.lines().toList();
      life.waitFor();
      return all.isEmpty() ? "nothing" : all.getLast();
    }
  }
}

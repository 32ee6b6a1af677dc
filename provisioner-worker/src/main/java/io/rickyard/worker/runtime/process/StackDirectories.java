package io.rickyard.worker.runtime.process;

import static java.nio.file.attribute.PosixFilePermissions.fromString;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.postgres.Directories;
import io.rickyard.postgres.Host;
import io.rickyard.postgres.PostgresBinaries;
import io.rickyard.postgres.PostgresServer;
import io.rickyard.postgres.RunAs;
import io.rickyard.postgres.SpareCluster;
import io.rickyard.postgres.SystemUser;
import io.rickyard.stack.DatabaseBlueprint;
import io.rickyard.worker.stack.StackFailure;
import io.rickyard.worker.stack.StackSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One directory per project. To act on one is to hold its lock, to have found that it is this
 * installation's and this project's, and to have left the newest claim in it.
 */
final class StackDirectories {

  private static final String USER_PREFIX = "rky-";

  private static final String SPARE = "spare";

  private final ProcessSettings settings;
  private final PostgresBinaries binaries;
  private final Host host;
  private final boolean isolated;

  StackDirectories(ProcessSettings settings, PostgresBinaries binaries, Host host) {
    this.settings = settings;
    this.binaries = binaries;
    this.host = host;
    try {
      Directories.create(settings.projects(), fromString("rwx--x--x"));
    } catch (IOException e) {
      throw new IllegalStateException(
          "rickyard.installation.data-directory: can't create " + settings.projects(), e);
    }
    this.isolated = newUser(USER_PREFIX + "probe").isolated();
  }

  /** For the next project; of a user of its own while it is made, named for the directory. */
  SpareCluster spare() {
    var name = "%sspare-%08x".formatted(USER_PREFIX, settings.projects().hashCode());
    return new SpareCluster(
        binaries,
        settings.projects().resolveSibling(SPARE),
        newUser(name),
        DatabaseBlueprint.SUPERUSER);
  }

  /** Whether each project gets an operating system user of its own. */
  boolean isolated() {
    return isolated;
  }

  Path of(ProjectRef project) {
    return settings.projects().resolve(project.value());
  }

  /** Takes a stack's directory for an action; closing gives it back. */
  PostgresServer own(StackSpec stack) throws StackFailure, IOException {
    var server = open(stack.project());
    var accepted = false;
    try {
      var marker = StackMarker.read(server.directory());
      requireOurs(stack, server, marker);
      if (marker.isPresent() && marker.get().newerThan(stack.generation(), stack.token())) {
        throw StackFailures.fencedOff(null);
      }
      new StackMarker(
              settings.installation(),
              stack.project(),
              stack.organization(),
              stack.generation(),
              stack.token())
          .write(server.directory());
      accepted = true;
      return server;
    } finally {
      if (!accepted) {
        server.close();
      }
    }
  }

  /** Takes a project's directory without a claim: for stopping everything on this host. */
  PostgresServer open(ProjectRef project) {
    var directory = of(project);
    return PostgresServer.open(binaries, directory, userOf(project, directory));
  }

  Optional<StackMarker> marker(ProjectRef project) throws IOException {
    return StackMarker.read(of(project));
  }

  List<ProjectRef> projects() throws IOException {
    try (var entries = Files.list(settings.projects())) {
      return entries
          .filter(Files::isDirectory)
          .map(entry -> entry.getFileName().toString())
          .filter(name -> name.matches("[a-z]{20}"))
          .sorted()
          .map(ProjectRef::new)
          .toList();
    }
  }

  /** The organizations that have a stack here. */
  Set<OrganizationId> organizations() throws IOException {
    var organizations = new HashSet<OrganizationId>();
    for (var project : projects()) {
      marker(project).map(StackMarker::organization).ifPresent(organizations::add);
    }
    return organizations;
  }

  private void requireOurs(StackSpec stack, PostgresServer server, Optional<StackMarker> marker)
      throws StackFailure {
    if (marker.isEmpty()) {
      if (server.initialized()) {
        throw StackFailures.notOurs(
            server.directory() + " holds data but does not say whose; it is left alone.");
      }
      return;
    }
    var found = marker.get();
    if (!found.installation().equals(settings.installation())
        || !found.project().equals(stack.project())
        || !found.organization().equals(stack.organization())) {
      throw StackFailures.notOurs(
          "%s belongs to project %s of organization %s in installation %s; it is left alone."
              .formatted(
                  server.directory(), found.project(), found.organization(), found.installation()));
    }
  }

  /** Data that exists keeps the user that owns it, whatever this host would choose today. */
  private RunAs userOf(ProjectRef project, Path directory) {
    var name = USER_PREFIX + project;
    var data = directory.resolve("data");
    if (!host.root() || !Files.isDirectory(data, LinkOption.NOFOLLOW_LINKS)) {
      return newUser(name);
    }
    try {
      var owner = (Integer) Files.getAttribute(data, "unix:uid", LinkOption.NOFOLLOW_LINKS);
      return owner == 0 ? new RunAs.UserNamespace() : new SystemUser(name);
    } catch (IOException e) {
      throw new IllegalStateException("The owner of " + data + " can't be read", e);
    }
  }

  private RunAs newUser(String name) {
    return RunAs.choose(host, name, List.of(settings.projects(), binaries.home()));
  }
}

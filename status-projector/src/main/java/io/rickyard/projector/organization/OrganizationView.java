package io.rickyard.projector.organization;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.Version;
import io.rickyard.contracts.organization.Role;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An organization's members, and those of its projects that its latest events spoke of.
 *
 * @param id which one
 * @param name its name, for people
 * @param members roles by user id
 * @param projects what was last told of projects; others keep what is known of them
 * @param version how many of its events are in here
 */
public record OrganizationView(
    OrganizationId id,
    String name,
    Map<String, Role> members,
    Map<ProjectRef, Told> projects,
    Version version) {

  /**
   * What was told of a project.
   *
   * @param name its name
   * @param registeredAt when it was accepted, null when only its name changed
   */
  public record Told(String name, @Nullable Instant registeredAt) {
    /** Checks that nothing required is missing. */
    public Told {
      requireNonNull(name, "name");
    }
  }

  /** Checks that nothing is missing. */
  public OrganizationView {
    requireNonNull(id, "id");
    requireNonNull(name, "name");
    requireNonNull(version, "version");
    members = Map.copyOf(members);
    projects = Map.copyOf(projects);
  }

  OrganizationView called(String newName) {
    return new OrganizationView(id, newName, members, projects, version);
  }

  OrganizationView withMember(String userId, Role role) {
    Map<String, Role> changed = new HashMap<>(members);
    changed.put(userId, role);
    return new OrganizationView(id, name, changed, projects, version);
  }

  OrganizationView withoutMember(String userId) {
    Map<String, Role> changed = new HashMap<>(members);
    changed.remove(userId);
    return new OrganizationView(id, name, changed, projects, version);
  }

  OrganizationView withProject(ProjectRef project, String called, @Nullable Instant registeredAt) {
    Map<ProjectRef, Told> changed = new HashMap<>(projects);
    changed.merge(
        project,
        new Told(called, registeredAt),
        (before, now) ->
            new Told(
                now.name(),
                now.registeredAt() == null ? before.registeredAt() : now.registeredAt()));
    return new OrganizationView(id, name, members, changed, version);
  }

  OrganizationView at(Version reached) {
    return new OrganizationView(id, name, members, projects, reached);
  }
}

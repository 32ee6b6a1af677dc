package io.rickyard.gateway.acceptance;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.organization.Permission;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.upstream.OrgClient;
import io.rickyard.gateway.upstream.Right;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Remembers for at most five seconds what callers are in organizations, and less where an event
 * says that it changed. Only what needs no desired state is decided by it; the worker checks again
 * at the claim.
 */
@Singleton
public final class RightsCache {

  private static final int MOST = 20_000;
  private static final int AT_ONCE = 1_000;

  private final OrgClient org;
  private final Cache<Key, Right> rights =
      Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(Duration.ofSeconds(5)).build();

  RightsCache(OrgClient org) {
    this.org = org;
  }

  /** Makes sure that the caller may act in an organization; 404 if it may not know it. */
  public OrganizationId require(OrganizationId organization, Permission permission, Call call) {
    return require(organization, null, permission, call);
  }

  /**
   * The same for what is known to be about one of its projects, where it is about one: whose role
   * in the organization is too weak may have been given a better one there by a team.
   */
  OrganizationId require(
      OrganizationId organization, @Nullable ProjectRef project, Permission permission, Call call) {
    call.identity().caller().requireScope(permission, organization, project);
    var key = new Key(call.identity().caller().subject(), organization.value(), "");
    var held = rights.get(key, _ -> org.right(organization, call));
    if (project != null && permission.ofProject() && !held.role().may(permission)) {
      var there = right(project, call);
      if (there.organization().equals(organization)) {
        return check(there, permission);
      }
    }
    return check(held, permission);
  }

  /**
   * Asks for many organizations at once what the caller is there, so that they need not be asked
   * for one after the other. Those where it is nothing are asked for again, and refused then.
   */
  void learn(Set<OrganizationId> organizations, Call call) {
    var subject = call.identity().caller().subject();
    var unknown =
        organizations.stream()
            .filter(id -> rights.getIfPresent(new Key(subject, id.value(), "")) == null)
            .toList();
    if (unknown.size() < 2) {
      return;
    }
    for (int from = 0; from < unknown.size(); from += AT_ONCE) {
      var some = unknown.subList(from, Math.min(unknown.size(), from + AT_ONCE));
      for (Right right : org.rights(some, call)) {
        rights.put(new Key(subject, right.organization().value(), ""), right);
      }
    }
  }

  /** Makes sure that the caller may act on a project, and says whose it is. */
  public OrganizationId require(ProjectRef project, Permission permission, Call call) {
    var right = right(project, call);
    call.identity().caller().requireScope(permission, right.organization(), project);
    return check(right, permission);
  }

  /** Whose a project is; 404 if the caller may not know it. */
  public OrganizationId organization(ProjectRef project, Call call) {
    return right(project, call).organization();
  }

  private Right right(ProjectRef project, Call call) {
    var key = new Key(call.identity().caller().subject(), "", project.value());
    return rights.get(key, _ -> org.right(project, call));
  }

  /** Whether the caller belongs to an organization, whatever its scopes are. */
  public boolean knows(OrganizationId organization, Call call) {
    var key = new Key(call.identity().caller().subject(), organization.value(), "");
    try {
      return rights
          .get(key, _ -> org.right(organization, call))
          .organization()
          .equals(organization);
    } catch (RequestRefused refused) {
      if (refused.code() == ErrorCode.NOT_FOUND) {
        return false;
      }
      throw refused;
    }
  }

  /** Forgets what is known about an organization. */
  public void forget(OrganizationId organization) {
    rights.asMap().values().removeIf(right -> right.organization().equals(organization));
  }

  private static OrganizationId check(Right right, Permission permission) {
    if (!right.role().may(permission)) {
      throw new RequestRefused(
              ErrorCode.FORBIDDEN,
              "This needs the role %s; yours is %s"
                  .formatted(permission.least().wireName(), right.role().wireName()))
          .within(right.organization());
    }
    return right.organization();
  }

  private record Key(String user, String organization, String project) {}
}

package io.rickyard.gateway.setting;

import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.setting.PoolSettings;
import io.rickyard.contracts.setting.SettingSection;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.database.DatabaseSettings;
import io.rickyard.gateway.upstream.OrgClient;
import io.rickyard.gateway.upstream.ProjectView;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * How many connections to its database a project has on the ways that are for many clients: by
 * reference, where each client has a connection of its own, and in the pools of the stack's own
 * pooler. A project may choose a number for both, up to what the installation lets a project have.
 */
@Singleton
final class PoolSizes {

  private final OrgClient org;
  private final ProjectSettings settings;
  private final DatabaseSettings databases;

  PoolSizes(OrgClient org, ProjectSettings settings, DatabaseSettings databases) {
    this.org = org;
    this.settings = settings;
    this.databases = databases;
  }

  /** As many as there may be by reference. */
  int byReference(ProjectView project, Call call) {
    return databases.connections(chosen(project, call).orElse(null));
  }

  /** The same, of a project that is looked up. */
  int byReference(ProjectRef ref, Call call) {
    return byReference(org.project(ref, call), call);
  }

  /** As many as one user's pool of the stack's own pooler has. */
  int ofPooler(ProjectView project, Call call) {
    return chosen(project, call).map(databases::connections).orElse(PoolSettings.USUAL_SIZE);
  }

  private Optional<Integer> chosen(ProjectView project, Call call) {
    return PoolSettings.size(settings.read(project, SettingSection.POOLER, call).chosen().values());
  }

  /** Whether the stack has a pooler of its own. */
  static boolean hasPooler(ProjectView project) {
    return project.composeProject() == null
        && project.profile().compareTo(StackProfile.STANDARD) >= 0;
  }

  /**
   * Makes sure that a size would hold somewhere, and is none that the installation would not let
   * the project have.
   */
  void requireMeaning(ProjectRef ref, SettingsRequest wanted, Call call) {
    var project = org.project(ref, call);
    if (project.composeProject() == null && !databases.used() && !hasPooler(project)) {
      throw new RequestRefused(
          ErrorCode.SERVICE_ABSENT,
          "Nothing was changed: projects of the profile %s have no pooler, and databases are not opened by reference here"
              .formatted(project.profile().wireName()));
    }
    var size = wanted.values().get(PoolSettings.SIZE);
    if (size != null && size.isNumber() && size.longValue() > databases.perProject()) {
      throw new RequestRefused(
          ErrorCode.INVALID_REQUEST,
          "%s is at most %d here: rickyard.gateway.databases.connections-per-project"
              .formatted(PoolSettings.SIZE, databases.perProject()));
    }
  }
}

package io.rickyard.org.acceptance;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.contracts.task.BuiltInType;
import io.rickyard.contracts.task.TaskInput;
import io.rickyard.contracts.task.TaskType;
import io.rickyard.org.organization.DisplayName;
import io.rickyard.org.project.ProjectChange;
import io.rickyard.org.project.Region;
import org.jspecify.annotations.Nullable;

/** What is asked for. */
public sealed interface Work {

  /** The type of the task that it becomes. */
  TaskType type();

  /**
   * What a task of this input does, in this service's words.
   *
   * @throws IllegalArgumentException when it does not say where it belongs; the message is for
   *     callers
   */
  static Work of(
      TaskInput input, @Nullable OrganizationId organization, @Nullable ProjectRef project) {
    return switch (input) {
      case TaskInput.StackProvision provision ->
          new Provision(
              named(organization, input, "organization"),
              new DisplayName(provision.name()),
              new Region(provision.region()),
              provision.profile());
      case TaskInput.StackAdopt adopt ->
          new Adopt(
              named(organization, input, "organization"),
              new DisplayName(adopt.name()),
              new Region(adopt.region()),
              adopt.composeProject());
      case TaskInput.StackPause _ -> change(input, project, ProjectChange.PAUSE);
      case TaskInput.StackResume _ -> change(input, project, ProjectChange.RESUME);
      case TaskInput.StackRestart _ -> change(input, project, ProjectChange.RESTART);
      case TaskInput.StackRepair _ -> change(input, project, ProjectChange.REPAIR);
      case TaskInput.StackResize _ -> change(input, project, ProjectChange.RESIZE);
      case TaskInput.StackConfigure _ -> change(input, project, ProjectChange.CONFIGURE);
      case TaskInput.StackMigrate _ -> change(input, project, ProjectChange.MIGRATE);
      case TaskInput.StackDelete _ -> change(input, project, ProjectChange.DELETE);
      case TaskInput.PlatformProbe _,
          TaskInput.TasksCancel _,
          TaskInput.TasksRetry _,
          TaskInput.LockHold _,
          TaskInput.Extension _ ->
          new Free(organization, project, input);
      case TaskInput.JobRun job -> new Free(organization, named(project, job, "project"), job);
    };
  }

  private static Change change(
      TaskInput input, @Nullable ProjectRef project, ProjectChange change) {
    return new Change(named(project, input, "project"), change, input);
  }

  private static <T> T named(@Nullable T place, TaskInput input, String what) {
    if (place == null) {
      throw new IllegalArgumentException("A " + input.taskType().wireName() + " names its " + what);
    }
    return place;
  }

  /**
   * A new project.
   *
   * @param organization whose it will be
   * @param name its name, for people
   * @param region where it shall live; the installation's own choice when left out
   * @param profile which services it shall have
   * @param parent the project that it will be a branch of, if it will be one
   */
  record Provision(
      OrganizationId organization,
      DisplayName name,
      @Nullable Region region,
      StackProfile profile,
      @Nullable ProjectRef parent)
      implements Work {
    /** Checks that nothing required is missing. */
    public Provision {
      requireNonNull(organization, "organization");
      requireNonNull(name, "name");
      requireNonNull(profile, "profile");
    }

    /** One that is nobody's branch. */
    public Provision(
        OrganizationId organization,
        DisplayName name,
        @Nullable Region region,
        StackProfile profile) {
      this(organization, name, region, profile, null);
    }

    @Override
    public TaskType type() {
      return BuiltInType.STACK_PROVISION;
    }
  }

  /**
   * A new project of a stack that is there already and stays its owner's.
   *
   * @param organization whose it will be
   * @param name its name, for people
   * @param region where it is said to live
   * @param composeProject what compose calls the stack
   */
  record Adopt(OrganizationId organization, DisplayName name, Region region, String composeProject)
      implements Work {
    /** Checks that nothing required is missing. */
    public Adopt {
      requireNonNull(organization, "organization");
      requireNonNull(name, "name");
      requireNonNull(region, "region");
      requireNonNull(composeProject, "composeProject");
    }

    @Override
    public TaskType type() {
      return BuiltInType.STACK_ADOPT;
    }
  }

  /**
   * A change of a project that exists.
   *
   * @param project which one
   * @param change what shall happen to it
   * @param input what the worker is told
   */
  record Change(ProjectRef project, ProjectChange change, TaskInput input) implements Work {
    /** Checks that nothing required is missing. */
    public Change {
      requireNonNull(project, "project");
      requireNonNull(change, "change");
      requireNonNull(input, "input");
    }

    /** One that says no more than what shall happen. */
    public Change(ProjectRef project, ProjectChange change) {
      this(
          project,
          change,
          switch (change) {
            case PAUSE -> new TaskInput.StackPause();
            case RESUME -> new TaskInput.StackResume();
            case RESTART -> new TaskInput.StackRestart();
            case REPAIR -> new TaskInput.StackRepair();
            case DELETE -> new TaskInput.StackDelete();
            case RESIZE -> throw new IllegalArgumentException("A resize says to what size");
            case CONFIGURE -> throw new IllegalArgumentException("A change of settings says which");
            case MIGRATE -> throw new IllegalArgumentException("A migration says from where");
          });
    }

    @Override
    public TaskType type() {
      return input.taskType();
    }
  }

  /**
   * A task that changes no project.
   *
   * @param organization whose it is; may be left out when the project says so
   * @param project the project that it belongs to, if any
   * @param input what it does
   */
  record Free(@Nullable OrganizationId organization, @Nullable ProjectRef project, TaskInput input)
      implements Work {
    /** Checks that it belongs somewhere. */
    public Free {
      requireNonNull(input, "input");
      if (organization == null && project == null) {
        throw new IllegalArgumentException("A task names its organization or its project");
      }
    }

    @Override
    public TaskType type() {
      return input.taskType();
    }
  }
}

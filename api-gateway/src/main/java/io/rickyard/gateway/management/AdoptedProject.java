package io.rickyard.gateway.management;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.task.TaskInput.StackAdopt;
import io.rickyard.contracts.task.TaskOptions;
import io.rickyard.gateway.acceptance.DatabasePassword;
import io.rickyard.gateway.acceptance.Submission;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a project of a stack that is there already.
 *
 * @param name 1 to 100 characters
 * @param organizationSlug whose it will be
 * @param composeProject what compose calls the stack
 * @param region one of the hosted platform's codes
 * @param dbPass the password of the database's role postgres, where the stack does not tell it
 */
record AdoptedProject(
    String name,
    String organizationSlug,
    String composeProject,
    @Nullable String region,
    @Nullable String dbPass) {

  AdoptedProject {
    requireNonNull(name, "name");
    name = Names.checked(name);
    requireNonNull(organizationSlug, "organization_slug");
    requireNonNull(composeProject, "compose_project");
    DatabasePassword.check(dbPass);
    var _ = new StackAdopt(name, "", composeProject);
  }

  Submission submission(OrganizationId organization, String usualRegion) {
    var input = new StackAdopt(name, region == null ? usualRegion : region, composeProject);
    return new Submission(
        input, organization, null, Map.of(), null, null, null, TaskOptions.USUAL, dbPass);
  }

  @Override
  public String toString() {
    return "AdoptedProject[" + name + "]";
  }
}

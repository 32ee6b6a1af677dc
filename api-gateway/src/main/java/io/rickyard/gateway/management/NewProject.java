package io.rickyard.gateway.management;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.contracts.task.TaskInput.StackProvision;
import io.rickyard.contracts.task.TaskOptions;
import io.rickyard.gateway.acceptance.DatabasePassword;
import io.rickyard.gateway.acceptance.Submission;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a project.
 *
 * @param name 1 to 100 characters
 * @param organizationSlug whose it will be
 * @param organizationId the same, as older clients say it
 * @param dbPass the database's password; a strong one is made when there is none
 * @param region one of the hosted platform's codes
 * @param regionSelection the newer form of the same: {@code {type, code}}
 * @param profile which services it gets; {@code database} when left out
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record NewProject(
    String name,
    @Nullable String organizationSlug,
    @Nullable String organizationId,
    @Nullable String dbPass,
    @Nullable String region,
    @Nullable JsonNode regionSelection,
    @Nullable StackProfile profile) {

  NewProject {
    requireNonNull(name, "name");
    name = Names.checked(name);
    if (organizationSlug == null && organizationId == null) {
      throw new NullPointerException("organization_slug");
    }
    DatabasePassword.check(dbPass);
  }

  Submission submission(OrganizationId organization, String usualRegion) {
    var input =
        new StackProvision(
            name, effectiveRegion(usualRegion), profile == null ? StackProfile.DATABASE : profile);
    return new Submission(
        input, organization, null, Map.of(), null, null, null, TaskOptions.USUAL, dbPass);
  }

  String slug() {
    return organizationSlug == null
        ? requireNonNull(organizationId, "organization_slug")
        : organizationSlug;
  }

  private String effectiveRegion(String usual) {
    if (region != null) {
      return region;
    }
    return regionSelection != null && "specific".equals(regionSelection.path("type").asText())
        ? regionSelection.path("code").asText(usual)
        : usual;
  }

  @Override
  public String toString() {
    return "NewProject[" + name + "]";
  }
}

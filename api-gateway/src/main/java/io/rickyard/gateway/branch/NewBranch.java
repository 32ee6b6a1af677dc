package io.rickyard.gateway.branch;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.rickyard.gateway.upstream.BranchClient;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a branch. What the hosted platform would do and Rickyard does not is refused, and not
 * passed over.
 *
 * @param branchName 1 to 100 characters, as no other branch of the project is called
 * @param gitBranch the branch of the repository that it stands for
 * @param prNumber the pull request that it is for
 * @param isDefault not offered: the project itself is what other branches are made of
 * @param persistent whether it is meant to stay
 * @param region one of the hosted platform's codes; the parent's when left out
 * @param releaseChannel only ga
 * @param postgresEngine only 17
 * @param secrets not offered: they are set when the branch is there
 * @param withData not offered: there are no backups to make it of
 * @param notifyUrl not offered: webhooks and streams tell what happens
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record NewBranch(
    String branchName,
    @Nullable String gitBranch,
    @Nullable Integer prNumber,
    @Nullable Boolean isDefault,
    @Nullable Boolean persistent,
    @Nullable String region,
    @Nullable String releaseChannel,
    @Nullable String postgresEngine,
    @Nullable Map<String, String> secrets,
    @Nullable Boolean withData,
    @Nullable String notifyUrl) {

  NewBranch {
    requireNonNull(branchName, "branch_name");
    secrets = secrets == null ? null : Map.copyOf(secrets);
  }

  BranchClient.Note note() {
    NotOffered.when(
        Boolean.TRUE.equals(withData),
        "with_data: there are no backups yet, so a branch is made without its parent's data");
    NotOffered.when(
        Boolean.TRUE.equals(isDefault),
        "is_default: a project itself is what its branches are made of");
    NotOffered.when(
        secrets != null && !secrets.isEmpty(),
        "secrets: set them when the branch is there, as its project's");
    NotOffered.notifyUrl(notifyUrl);
    NotOffered.when(
        releaseChannel != null && !releaseChannel.equals("ga"),
        "release_channel: there is none but ga");
    NotOffered.when(
        postgresEngine != null && !postgresEngine.equals("17"),
        "postgres_engine: there is none but 17");
    return new BranchClient.Note(branchName, gitBranch, prNumber, persistent, region);
  }

  @Override
  public String toString() {
    return "NewBranch[" + branchName + "]";
  }
}

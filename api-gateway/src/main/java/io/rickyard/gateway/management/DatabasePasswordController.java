package io.rickyard.gateway.management;

import static java.util.Objects.requireNonNull;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Patch;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.contracts.setting.SettingSection;
import io.rickyard.contracts.setting.SettingsChange;
import io.rickyard.contracts.task.TaskInput.StackConfigure;
import io.rickyard.gateway.acceptance.DatabasePassword;
import io.rickyard.gateway.acceptance.Submission;
import io.rickyard.gateway.acceptance.Submissions;
import io.rickyard.gateway.acceptance.TaskEnds;
import io.rickyard.gateway.call.AcceptingAnswer;
import io.rickyard.gateway.call.Call;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Map;
import java.util.Set;

/** The password of the role that users have in a project's database. */
@Controller("/v1/projects/{ref}/database/password")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "database")
final class DatabasePasswordController {

  private static final String NAME = "db_pass";

  private final Submissions submissions;
  private final TaskEnds ends;

  DatabasePasswordController(Submissions submissions, TaskEnds ends) {
    this.submissions = submissions;
    this.ends = ends;
  }

  /**
   * Another password.
   *
   * @param password 4 to 200 characters
   */
  record NewPassword(String password) {
    NewPassword {
      requireNonNull(password, "password");
      DatabasePassword.check(password);
    }

    @Override
    public String toString() {
      return "NewPassword[...]";
    }
  }

  /** That is all. */
  record Done(String message) {}

  @Patch
  @Operation(
      summary = "Change the password of a project's database",
      description =
          "Answers when it opens the database and the old one does not; connections that are open"
              + " stay. Services that log in with it are restarted. It is taken back where that"
              + " does not succeed.")
  HttpResponse<Done> change(
      String ref, @Body NewPassword body, @Parameter(hidden = true) Call call) {
    var change = new SettingsChange(SettingSection.PASSWORD, Map.of(), Set.of(), Set.of(NAME));
    var accepted =
        submissions.submit(
            Submission.of(new StackConfigure(change, true), Paths.project(ref)),
            Map.of(SettingsChange.field(SettingSection.PASSWORD, NAME), body.password()),
            call);
    ends.await(accepted, call);
    return AcceptingAnswer.headers(
        HttpResponse.ok(new Done("The database has the new password")),
        accepted.task(),
        accepted.position());
  }
}

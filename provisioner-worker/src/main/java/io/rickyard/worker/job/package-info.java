/**
 * Programs that users have run beside a project: in a sandbox, with a way to the project's database
 * and to nothing else. Changes no stack, and trusts no program.
 */
@NullMarked
package io.rickyard.worker.job;

import org.jspecify.annotations.NullMarked;

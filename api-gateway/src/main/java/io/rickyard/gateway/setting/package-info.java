/**
 * Settings of a project's services, as the Management API has them: read at the worker, changed by
 * a task. What cannot take effect says so.
 */
@NullMarked
package io.rickyard.gateway.setting;

import org.jspecify.annotations.NullMarked;

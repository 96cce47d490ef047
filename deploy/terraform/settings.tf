# The variables of the services that are known here and are no secrets. The secret ones are put beside them by a person:
# MILLRACE_DATABASE, MILLRACE_S3_ACCESS_KEY, MILLRACE_S3_SECRET_KEY, MILLRACE_API_KEYS, MILLRACE_SERVICE_API_KEY.

locals {
  settings = merge(
    {
      MILLRACE_OBJECT_STORE = "s3://${var.bucket}?endpoint=https://s3.${var.region}.amazonaws.com&region=${var.region}"
      MILLRACE_EVENT_BUS    = var.event_bus
    },
    {
      for service, host in module.host :
      "MILLRACE_${upper(replace(service, "-", "_"))}_GRPC" => "${host.private_ip}:9090"
    },
  )
  settings_by_name = {
    for pair in setproduct(local.services, [
      "MILLRACE_OBJECT_STORE",
      "MILLRACE_EVENT_BUS",
      "MILLRACE_INGESTION_GRPC",
      "MILLRACE_TRAINER_GRPC",
      "MILLRACE_REGISTRY_GRPC",
      "MILLRACE_DRIFT_MONITOR_GRPC",
      "MILLRACE_INFERENCE_GRPC",
    ]) : "${pair[0]}/${pair[1]}" => pair[1]
  }
}

resource "aws_ssm_parameter" "setting" {
  for_each = local.settings_by_name

  name  = "/millrace/${var.environment}/${each.key}"
  type  = "String"
  value = local.settings[each.value]
}

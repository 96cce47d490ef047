output "build_role_arn" {
  description = "Set as the variable AWS_BUILD_ROLE_ARN of the GitHub environment."
  value       = aws_iam_role.build.arn
}

output "deploy_role_arn" {
  description = "Set as the variable AWS_DEPLOY_ROLE_ARN of the GitHub environment."
  value       = aws_iam_role.deploy.arn
}

output "deploy_document" {
  description = "Set as the variable AWS_DEPLOY_DOCUMENT of the GitHub environment."
  value       = aws_ssm_document.deploy.name
}

output "host_addresses" {
  description = "Private address of each service's host, for the services' variables and the load balancer."
  value       = { for service, host in module.host : service => host.private_ip }
}

output "object_store_user" {
  description = "Make an access key of this user for MILLRACE_S3_ACCESS_KEY and MILLRACE_S3_SECRET_KEY."
  value       = aws_iam_user.objects.name
}

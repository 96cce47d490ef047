output "private_ip" {
  description = "Where the other services and the load balancer reach this one."
  value       = aws_instance.host.private_ip
}

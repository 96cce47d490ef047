# One host of one service. There is no port 22 and no key pair: people and the pipeline come through Systems Manager.

data "aws_ssm_parameter" "image" {
  name = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
}

resource "aws_instance" "host" {
  ami                    = data.aws_ssm_parameter.image.value
  instance_type          = var.instance_type
  subnet_id              = var.subnet_id
  vpc_security_group_ids = [var.security_group_id]
  iam_instance_profile   = aws_iam_instance_profile.host.name
  ebs_optimized          = true
  user_data              = templatefile("${path.module}/user-data.sh.tftpl", { service = var.service })

  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }

  root_block_device {
    encrypted   = true
    volume_size = var.volume_gigabytes
    volume_type = "gp3"
  }

  tags = {
    Name           = "millrace-${var.environment}-${var.service}"
    "millrace:app" = var.service
  }

  lifecycle {
    # A newer image of the system is taken on purpose, not with the next plan.
    ignore_changes = [ami]
  }
}
